package io.gradwatch.detection.stats;

/**
 * True if a loss got better since its start: a mean of late, exponentially weighted over {@value #MEMORY} values,
 * against the {@link StartLevel}. Says nothing of a loss that takes both signs, which is no measure of progress. A
 * plain state of 130 bytes, O(1) a value.
 */
public class LossProgress {

    /** Values over which the mean of late reaches, and before which there is no best. */
    private static final int MEMORY = 20;

    /** Values before which nothing is said: warm-up takes its time. Own choice. */
    private static final int WARM_UP = 100;

    /** Of its start, what a loss must keep to be flat: the floor of several published rules is 5 to 10 %. */
    private static final double KEPT = 0.9;

    /** Of its start, what a loss is below when it has converged. Own choice. */
    private static final double CONVERGED = 0.05;

    /** Times its best mean that a loss must be at to have risen (TheDeepChecker: 2). */
    private static final double RISEN = 2;

    /** Level of the start. */
    public StartLevel start = new StartLevel();

    /** Mean of late. */
    public double recent;

    /** Least mean of late so far. */
    public double best = Double.POSITIVE_INFINITY;

    /** Values seen. */
    public long count;

    /** True if a value was below zero. */
    public boolean signed;

    /** Takes the loss of a step; null and what is not finite are left out. */
    public void add(Double loss) {
        if (loss == null || !Double.isFinite(loss)) {
            return;
        }
        signed |= loss < 0;
        start.add(loss);
        count++;
        recent += (loss - recent) / Math.min(count, MEMORY);
        if (count >= MEMORY) {
            best = Math.min(best, recent);
        }
    }

    /** True if there is enough to tell. */
    public boolean known() {
        return count >= WARM_UP && !signed;
    }

    /** True if it is known to be hardly below its start. */
    public boolean flat() {
        return known() && recent >= KEPT * start.level;
    }

    /** True if it is known to have risen far from its best. */
    public boolean risen() {
        return known() && recent > RISEN * best;
    }

    /** True if so little of its start is left that gradients may well be zero. */
    public boolean converged() {
        return !signed && recent < CONVERGED * start.level;
    }
}
