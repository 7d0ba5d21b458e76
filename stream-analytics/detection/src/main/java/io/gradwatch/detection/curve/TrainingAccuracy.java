package io.gradwatch.detection.curve;

import io.gradwatch.schema.Step;

/** Accuracy of the steps. A plain state of 16 bytes, O(1) a value. */
public class TrainingAccuracy {

    /** Accuracy of the last step that had one, 0 to 1; NaN before it. */
    public double last = Double.NaN;

    /** Highest accuracy so far; NaN before the first. */
    public double best = Double.NaN;

    void take(Step step) {
        Double accuracy = step.getMetrics().get("accuracy");
        if (accuracy != null && Double.isFinite(accuracy)) {
            last = accuracy;
            best = Double.isNaN(best) ? accuracy : Math.max(accuracy, best);
        }
    }
}
