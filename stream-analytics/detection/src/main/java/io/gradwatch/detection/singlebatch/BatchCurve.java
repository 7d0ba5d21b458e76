package io.gradwatch.detection.singlebatch;

import io.gradwatch.detection.stats.Blocks;
import io.gradwatch.detection.stats.Medians;
import io.gradwatch.detection.stats.Ring;
import io.gradwatch.detection.stats.StartLevel;
import io.gradwatch.detection.stats.ZigZag;
import java.util.Arrays;

/** The loss on a single batch over its start. A plain state of 800 bytes, O(1) a value on average. */
public class BatchCurve {

    private static final int LATEST = 10;
    private static final double EXPLODED = 1000;
    private static final double SWING = 2;
    private static final int SWINGS = 6;
    private static final double STEPS_A_SWING = 25;
    private static final double FALL = Math.log(1.1);
    private static final double SMALLEST = 1e-12;
    private static final int PATIENCE = 3;

    /** The start. */
    public StartLevel start = new StartLevel();

    /** The last losses over the start; infinite for what is not finite. */
    public Ring last = new Ring(LATEST);

    /** Logarithms of the losses over the start. */
    public Blocks logs = new Blocks();

    /** Swings of these. */
    public ZigZag swings = new ZigZag();

    /** Tops from which it fell. */
    public long tops;

    /** Losses seen after the start. */
    public long count;

    /** Blocks in a row that look like a plateau. */
    public int flat;

    /** True if the last loss completed a block. */
    public boolean news;

    /** Step of the last loss that was finite and at the start or below. */
    public long lastGood;

    /** Step of the first loss after the start. */
    public long first;

    /** Takes a loss. */
    void add(double loss, long step) {
        news = false;
        if (Double.isFinite(loss) && !start.add(loss)) {
            first = step;
            lastGood = step;
            return;
        }
        if (!known()) {
            return;
        }
        double ratio =
                Double.isFinite(loss) ? Math.abs(loss) / Math.max(start.level, SMALLEST) : Double.POSITIVE_INFINITY;
        count++;
        last.add(ratio);
        lastGood = ratio <= 1 ? step : lastGood;
        if (Double.isFinite(ratio)) {
            double log = Math.log(Math.max(ratio, SMALLEST));
            tops += Double.isNaN(swings.add(log, SWING)) ? 0 : 1;
            news = logs.add(log);
        }
        if (news) {
            flat = isFlat() ? flat + 1 : 0;
        }
    }

    /** True if the start is known. */
    boolean known() {
        return start.count == StartLevel.VALUES;
    }

    /** Median of the last losses over the start; 1 before there are enough. */
    double level() {
        return last.size() < LATEST ? 1 : last.median(LATEST);
    }

    /** Outcome so far. */
    SingleBatchOutcome outcome(double nearZero, double up, double plateauSteps) {
        double level = level();
        if (level >= EXPLODED) {
            return SingleBatchOutcome.EXPLODES;
        }
        if (level <= nearZero) {
            return SingleBatchOutcome.PASSES;
        }
        if (tops >= SWINGS && tops * STEPS_A_SWING >= count) {
            return SingleBatchOutcome.OSCILLATES;
        }
        if (level >= up) {
            return SingleBatchOutcome.UP;
        }
        return count >= plateauSteps && flat >= PATIENCE ? SingleBatchOutcome.PLATEAUS : SingleBatchOutcome.UNDECIDED;
    }

    private boolean isFlat() {
        double[] all = logs.toArray();
        int n = all.length;
        if (n < 9) {
            return false;
        }
        double error = Medians.noise(all, 1) * Math.sqrt(6.0 / n);
        double fall = mean(all, n / 3, 2 * n / 3) - mean(all, 2 * n / 3, n);
        return fall + 2 * error < FALL;
    }

    private static double mean(double[] values, int from, int to) {
        return Arrays.stream(values, from, to).average().orElse(Double.NaN);
    }
}
