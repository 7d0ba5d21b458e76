package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.names.RowValues;
import java.util.Map;
import java.util.TreeMap;

/**
 * Makes optimizer steps of iterations that begin anew with each epoch. It is seen when the epoch goes on and the
 * iteration does not; before that, and in logs where it never happens, the iterations are the steps.
 */
final class EpochIterations {

    /** More epochs than this are not gone back to. */
    private static final int MOST_EPOCHS = 10_000;

    private final TreeMap<Long, Long> stepsBefore = new TreeMap<>();
    private long before;
    private long epoch = -1;
    private long last = -1;
    private long interval;
    private boolean lastHadLoss;
    private boolean beginAnew;

    /**
     * The optimizer step of a row of the training.
     *
     * @param values with a step
     * @param at epoch of the row, null where it says none
     */
    long step(RowValues values, Double at) {
        long iteration = values.step;
        long whole = at == null ? epoch : (long) Math.floor(at);
        if (whole > epoch && epoch >= 0 && beginsAnew(iteration, values.loss != null)) {
            beginAnew = true;
            before += length(values.stepsInEpoch, iteration);
        } else if (whole < epoch) {
            Map.Entry<Long, Long> known = stepsBefore.floorEntry(whole);
            before = known == null ? 0 : known.getValue();
        } else if (iteration > last && last >= 0) {
            interval = iteration - last;
        }
        epoch = whole;
        last = iteration;
        lastHadLoss = values.loss != null;
        stepsBefore.putIfAbsent(epoch, before);
        if (stepsBefore.size() > MOST_EPOCHS) {
            stepsBefore.pollFirstEntry();
        }
        return before + iteration;
    }

    /** True if iterations were seen to begin anew. */
    boolean beginAnew() {
        return beginAnew;
    }

    /** Forgets all epochs: another training begins. */
    void startAnew() {
        stepsBefore.clear();
        before = 0;
        epoch = -1;
        last = -1;
        interval = 0;
    }

    /** One row of an epoch may always name the same iteration, its last: two such rows have a loss each. */
    private boolean beginsAnew(long iteration, boolean hasLoss) {
        return iteration < last || (iteration == last && hasLoss && lastHadLoss);
    }

    /** Steps from the place of the epoch before to that of this one. */
    private long length(Long stepsInEpoch, long iteration) {
        if (stepsInEpoch != null && last <= stepsInEpoch) {
            return stepsInEpoch;
        }
        long gap = interval > 0 ? interval : Math.max(1, iteration);
        return last + gap - iteration;
    }
}
