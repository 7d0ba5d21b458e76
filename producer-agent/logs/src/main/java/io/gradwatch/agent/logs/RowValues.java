package io.gradwatch.agent.logs;

import java.util.Map;
import java.util.TreeMap;

/** What one row of a log holds; null where it holds nothing. */
final class RowValues {

    Long step;
    Double epoch;
    Double loss;
    Double learningRate;
    Double gradientNorm;
    final Map<String, Double> metrics = new TreeMap<>();
    Double evaluationLoss;
    final Map<String, Double> evaluationMetrics = new TreeMap<>();

    boolean tellsOfTraining() {
        return loss != null || learningRate != null || gradientNorm != null || !metrics.isEmpty();
    }

    boolean tellsOfEvaluation() {
        return evaluationLoss != null || !evaluationMetrics.isEmpty();
    }
}
