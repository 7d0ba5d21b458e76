package io.gradwatch.detection.curve;

import io.gradwatch.detection.stats.Ring;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.Map;

/** Accuracies, and the losses that go with them. A Flink POJO of 250 bytes, O(1) a value. */
public class ScoreCurve {

    /** Evaluations that are kept. */
    public static final int EVALUATIONS = 8;

    /** Accuracy of the last step that had one, 0 to 1; NaN before it. */
    public double trainingAccuracy = Double.NaN;

    /** Highest training accuracy so far; NaN before the first. */
    public double bestTrainingAccuracy = Double.NaN;

    /** First accuracy on the train-val split, 0 to 1; NaN before it. */
    public double firstAccuracy = Double.NaN;

    /** Highest accuracy on the train-val split, 0 to 1; NaN before the first. */
    public double bestAccuracy = Double.NaN;

    /** Last losses on the train-val split. */
    public Ring losses = new Ring(EVALUATIONS);

    /** Lowest loss on the train-val split. */
    public double bestLoss = Double.POSITIVE_INFINITY;

    /** Last accuracies on the train-val split, 0 to 1. */
    public Ring accuracies = new Ring(EVALUATIONS);

    void take(Step step) {
        Double accuracy = finite(step.getMetrics());
        if (accuracy != null) {
            trainingAccuracy = accuracy;
            bestTrainingAccuracy =
                    Double.isNaN(bestTrainingAccuracy) ? accuracy : Math.max(accuracy, bestTrainingAccuracy);
        }
    }

    void take(Evaluation evaluation) {
        if (evaluation.getSplit() != Split.TRAIN_VAL) {
            return;
        }
        if (evaluation.getLoss() != null && Double.isFinite(evaluation.getLoss())) {
            losses.add(evaluation.getLoss());
            bestLoss = Math.min(bestLoss, evaluation.getLoss());
        }
        Double accuracy = finite(evaluation.getMetrics());
        if (accuracy != null) {
            accuracies.add(accuracy);
            firstAccuracy = Double.isNaN(firstAccuracy) ? accuracy : firstAccuracy;
            bestAccuracy = Double.isNaN(bestAccuracy) ? accuracy : Math.max(accuracy, bestAccuracy);
        }
    }

    private static Double finite(Map<String, Double> metrics) {
        Double accuracy = metrics.get("accuracy");
        return accuracy == null || !Double.isFinite(accuracy) ? null : accuracy;
    }
}
