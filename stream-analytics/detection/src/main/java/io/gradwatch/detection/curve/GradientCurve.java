package io.gradwatch.detection.curve;

import io.gradwatch.detection.stats.LogLevel;
import io.gradwatch.detection.stats.Ring;
import io.gradwatch.schema.Step;

/** The global gradient norm and the learning rate. A plain state of 170 bytes, O(1) a value. */
public class GradientCurve {

    /** Values at the start, and of late, that are compared. */
    public static final int VALUES = 10;

    private static final double RESTART = 1.5;

    /** Level of the first norms. */
    public LogLevel first = new LogLevel();

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
                first.add(norm, VALUES);
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
