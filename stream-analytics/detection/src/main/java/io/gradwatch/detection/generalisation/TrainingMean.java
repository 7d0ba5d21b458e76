package io.gradwatch.detection.generalisation;

/**
 * Mean of a training value between evaluations; that of an evaluation of the train split where there is one. A
 * plainstate of 30 bytes, O(1) a value.
 */
public class TrainingMean {

    /** True if the train split is evaluated, which counts more than the steps. */
    public boolean evaluated;

    /** Sum since the last evaluation. */
    public double sum;

    /** Values since the last evaluation. */
    public long count;

    /** The last mean, NaN before the first. */
    public double last = Double.NaN;

    /** Takes the value of a step; left out where it is not finite. */
    void step(double value) {
        if (!evaluated && Double.isFinite(value)) {
            sum += value;
            count++;
        }
    }

    /** Takes the value of an evaluation of the train split; left out where it is not finite. */
    void evaluation(double value) {
        if (Double.isFinite(value)) {
            evaluated = true;
            sum = value;
            count = 1;
        }
    }

    /** The mean since the last call, else what it was then; NaN where there was never a value. */
    double take() {
        if (count > 0) {
            last = sum / count;
            sum = 0;
            count = 0;
        }
        return last;
    }
}
