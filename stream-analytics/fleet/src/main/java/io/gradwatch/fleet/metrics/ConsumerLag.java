package io.gradwatch.fleet.metrics;

import io.gradwatch.fleet.history.write.HistoryCounters;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** How far Kafka clients are behind the end of the topics, by what they measure themselves. */
final class ConsumerLag {

    private static final String GROUP = "consumer-fetch-manager-metrics";
    private static final String NAME = "records-lag";

    private ConsumerLag() {}

    /** Records not read yet, by topic, over the partitions that the clients have read from. */
    static Map<String, Double> records(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Double> lag = new TreeMap<>();
        metrics.forEach((name, metric) -> {
            boolean wanted = name.group().equals(GROUP)
                    && name.name().equals(NAME)
                    && HistoryCounters.TOPICS.contains(name.tags().getOrDefault("topic", ""));
            if (wanted && metric.metricValue() instanceof Number records && records.doubleValue() >= 0) {
                lag.merge(name.tags().get("topic"), records.doubleValue(), Double::sum);
            }
        });
        return lag;
    }
}
