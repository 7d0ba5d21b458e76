package io.gradwatch.agent.gateway.mlflow;

import java.util.Collection;
import java.util.Map;

/**
 * Bounds of what clients say. Those of keys, values and batches are MLflow's own, which its clients keep to: they
 * shorten longer values before they send them.
 */
final class MlflowBounds {

    /** Characters of the name of a metric, a param, a tag or a run. */
    static final int MOST_OF_KEY = 250;

    /** Characters of the value of a param. */
    static final int MOST_OF_PARAM = 6_000;

    /** Characters of the value of a tag. */
    static final int MOST_OF_TAG = 8_000;

    /** Metrics in a request. */
    static final int MOST_METRICS = 1_000;

    /** Characters of all params and tags of a run. Own choice: forty times the longest that was seen. */
    static final int MOST_OF_RUN = 256 << 10;

    /** Characters of all params and tags of the runs that are under way. Own choice: a sixteenth of the usual heap. */
    static final long MOST_OF_ALL = 32L << 20;

    private MlflowBounds() {}

    /** Checks params or tags. */
    static void check(Map<String, String> pairs, String what, int mostOfValue) {
        pairs.forEach((key, value) -> {
            checkKey(key, what);
            if (value.length() > mostOfValue) {
                throw MlflowException.invalid("the " + what + " '" + key + "' has " + value.length()
                        + " characters; it may have " + mostOfValue);
            }
        });
    }

    /** Checks a name. */
    static void checkKey(String key, String what) {
        if (key.length() > MOST_OF_KEY) {
            throw MlflowException.invalid("the name of a " + what + " has " + key.length() + " characters; it may have "
                    + MOST_OF_KEY + ": '" + key.substring(0, MOST_OF_KEY) + "…'");
        }
    }

    /** Checks the metrics of a request. */
    static void check(Collection<MlflowRuns.Metric> metrics) {
        if (metrics.size() > MOST_METRICS) {
            throw MlflowException.invalid(
                    "the request has " + metrics.size() + " metrics; it may have " + MOST_METRICS);
        }
        metrics.forEach(metric -> checkKey(metric.key(), "metric"));
    }

    /** Characters of params or tags. */
    static int size(Map<String, String> pairs) {
        return pairs.entrySet().stream()
                .mapToInt(pair -> pair.getKey().length() + pair.getValue().length())
                .sum();
    }
}
