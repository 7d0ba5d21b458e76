package io.gradwatch.detection.sketch;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Step;
import java.util.Map;

/**
 * The training error between evaluations. What the first error is, a loss or 1 - accuracy, stays for the run, so that
 * like is compared with like. A plain state of 40 bytes, O(1) a value.
 */
public class TrainingError {

    private static final double SMALLEST = 1e-12;

    /** True if errors are 1 - accuracy; they are losses else. */
    public boolean byAccuracy;

    /** True if it is known what errors are. */
    public boolean known;

    /** True if the train split is evaluated, which counts more than the losses of steps. */
    public boolean evaluated;

    /** Sum of the errors since the last evaluation. */
    public double sum;

    /** Errors since the last evaluation. */
    public long count;

    /** Logarithm of the last mean, NaN before the first. */
    public double lastLog = Double.NaN;

    /** Takes a step; where the train split is evaluated, that counts more. */
    public void take(Step step) {
        if (!evaluated) {
            add(error(step.getLoss(), step.getMetrics()));
        }
    }

    /** Takes an evaluation of the train split. */
    public void take(Evaluation ofTraining) {
        evaluated = true;
        sum = 0;
        count = 0;
        add(error(ofTraining.getLoss(), ofTraining.getMetrics()));
    }

    /** The error of an evaluation of the same sort as the training errors; NaN where it has none. */
    public double comparable(Evaluation evaluation) {
        if (!known) {
            known = true;
            byAccuracy = evaluation.getLoss() == null;
        }
        return error(evaluation.getLoss(), evaluation.getMetrics());
    }

    /** Logarithm of the mean error since the last call, else of the last one; NaN where there is none. */
    public double log() {
        if (count > 0) {
            lastLog = Math.log(Math.max(sum / count, SMALLEST));
            sum = 0;
            count = 0;
        }
        return lastLog;
    }

    private void add(double error) {
        if (Double.isFinite(error)) {
            sum += error;
            count++;
        }
    }

    private double error(Double loss, Map<String, Double> metrics) {
        if (!byAccuracy) {
            return loss == null ? Double.NaN : loss;
        }
        Double accuracy = metrics.get("accuracy");
        return accuracy == null ? Double.NaN : 1 - accuracy;
    }
}
