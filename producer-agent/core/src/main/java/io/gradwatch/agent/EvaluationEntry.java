package io.gradwatch.agent;

import io.gradwatch.schema.Split;
import java.util.HashMap;
import java.util.Map;

/**
 * An evaluation on its way to the agent's thread.
 *
 * @param epoch null where it is not known
 * @param split null counts as unknown
 * @param metrics cleaned
 * @param timestampMillis when, milliseconds since 1970-01-01 UTC
 */
record EvaluationEntry(
        long step, Double epoch, Split split, double loss, Map<String, Double> metrics, long timestampMillis) {

    /** Copies the metrics, which the job may go on to change; values without a name or a number are left out. */
    static EvaluationEntry now(long step, Double epoch, Split split, double loss, Map<String, Double> metrics) {
        Map<String, Double> clean = new HashMap<>();
        if (metrics != null) {
            metrics.forEach((name, value) -> {
                if (name != null && value != null && clean.size() < MetricRow.MAX_METRICS) {
                    clean.put(CleanText.of(name, CleanText.MAX_NAME), value);
                }
            });
        }
        return new EvaluationEntry(step, epoch, split, loss, clean, System.currentTimeMillis());
    }
}
