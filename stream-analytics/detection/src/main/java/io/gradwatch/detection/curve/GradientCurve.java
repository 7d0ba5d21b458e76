package io.gradwatch.detection.curve;

import io.gradwatch.detection.stats.Ring;
import io.gradwatch.schema.Step;

/** The global gradient norm and the learning rate. A Flink POJO of 250 bytes, O(1) a value. */
public class GradientCurve {

    /** Values at the start, and of late, that are compared. */
    public static final int VALUES = 10;

    private static final double RESTART = 1.5;

    /** The first norms. */
    public double[] first = new double[VALUES];

    /** The last norms. */
    public Ring recent = new Ring(VALUES);

    /** Norms seen that are finite. */
    public long count;

    /** First learning rate, NaN before it. */
    public double firstLearningRate = Double.NaN;

    /** Largest learning rate, NaN before the first. */
    public double highestLearningRate = Double.NaN;

    /** Last learning rate, NaN before the first. */
    public double lastLearningRate = Double.NaN;

    /** Steps since the learning rate went up again to where it had been, as in a warm restart. */
    public long stepsSinceRestart = 1_000_000;

    void take(Step step) {
        Double norm = step.getGradientNorm();
        if (norm != null && Double.isFinite(norm)) {
            if (count < VALUES) {
                first[(int) count] = norm;
            }
            count++;
            recent.add(norm);
        }
        Double rate = step.getLearningRate();
        if (rate != null && Double.isFinite(rate)) {
            boolean restarted = rate > RESTART * lastLearningRate && rate <= highestLearningRate;
            stepsSinceRestart = restarted ? 0 : stepsSinceRestart + 1;
            firstLearningRate = Double.isNaN(firstLearningRate) ? rate : firstLearningRate;
            highestLearningRate = Double.isNaN(highestLearningRate) ? rate : Math.max(rate, highestLearningRate);
            lastLearningRate = rate;
        }
    }
}
