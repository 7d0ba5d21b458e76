package io.gradwatch.detection.numerical;

import io.gradwatch.detection.stats.LogLevel;
import io.gradwatch.schema.Step;

/** Gradient norms that were not finite, and how the finite ones grew before. A plain state of 80 bytes. */
public class Overflows {

    /** Steps over which the gradient norm of late reaches. */
    static final int RECENT = 3;

    /** Steps over which its usual level reaches. */
    static final int USUAL = 100;

    /** Ratio to its usual level at which the gradient norm has grown. */
    static final double GROWTH = 10;

    /** Level of the gradient norm of late. */
    public LogLevel recent = new LogLevel();

    /** Level of the gradient norm in general. */
    public LogLevel usual = new LogLevel();

    /** Last scale of the loss scaler, NaN where there was none. */
    public double lossScale = Double.NaN;

    /** Steps in a row with a gradient that is not finite, skipped by a scaler or not. */
    public int inRow;

    /** First of those steps. */
    public long firstStep;

    /** Rank of those steps. */
    public int rank;

    /**
     * Takes the gradient of a step. Overflows are counted for the rank that had the first: other ranks may send the
     * same global norm.
     *
     * @param overflow whether the gradient norm, or where it is absent a gradient, is not finite
     */
    void take(Step step, boolean overflow, int ofRank) {
        Double norm = step.getGradientNorm();
        if (overflow) {
            if (inRow == 0 || rank == ofRank) {
                firstStep = inRow == 0 ? step.getStep() : firstStep;
                rank = ofRank;
                inRow++;
            }
        } else if (norm != null || !step.getTensors().isEmpty()) {
            inRow = rank == ofRank ? 0 : inRow;
        }
        if (norm != null) {
            recent.add(norm, RECENT);
            usual.add(norm, USUAL);
        }
    }

    /** True if the loss scale of this step is below that of the one before: the scaler skipped one of them. */
    boolean scaleFell(Step step) {
        if (step.getLossScale() == null) {
            return false;
        }
        boolean fell = step.getLossScale() < lossScale;
        lossScale = step.getLossScale();
        return fell;
    }

    /** Gradient norm of late over its usual level, a factor. */
    double growth() {
        return Math.exp(recent.mean - usual.mean);
    }

    /** True if the gradient norm had grown much when it was last finite. */
    boolean grew() {
        return usual.count >= RECENT && growth() >= GROWTH;
    }
}
