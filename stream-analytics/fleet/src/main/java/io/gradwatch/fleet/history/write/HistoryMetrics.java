package io.gradwatch.fleet.history.write;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Summary;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Metrics of the writing of the history since it was opened. Thread-safe. */
public final class HistoryMetrics {

    /** The topics that are written down. */
    public static final List<String> TOPICS = HistoryTopic.names();

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private final Map<String, Long> newestMillis = new ConcurrentHashMap<>();
    private final Counter read = Counter.builder()
            .name("gradwatch_records_read_total")
            .help("Records that the history has read, by topic")
            .labelNames("topic")
            .build();
    private final Counter unreadable = Counter.builder()
            .name("gradwatch_history_records_unreadable_total")
            .help("Records that the history could not read and leaves out")
            .build();
    private final Counter rows = Counter.builder()
            .name("gradwatch_history_rows_written_total")
            .help("Rows that were written to files")
            .build();
    private final Summary flushes = Summary.builder()
            .name("gradwatch_history_flush_duration_seconds")
            .help("Time that it took to write rows to files and commit them")
            .build();
    private final GaugeWithCallback newest = GaugeWithCallback.builder()
            .name("gradwatch_newest_record_timestamp_seconds")
            .help("When Kafka took the newest record that the history has read")
            .labelNames("topic")
            .callback(value -> newestMillis.forEach((topic, millis) -> value.call(millis / MILLIS_PER_SECOND, topic)))
            .build();

    /** Metrics of a history that has written nothing yet. */
    public HistoryMetrics() {
        TOPICS.forEach(read::initLabelValues);
    }

    /** Makes the metrics part of a registry. */
    public void register(PrometheusRegistry registry) {
        List.of(read, unreadable, rows, flushes, newest).forEach(registry::register);
    }

    /** Counts records that were read of a topic, the last of which the broker took at {@code lastTimestampMillis}. */
    public void read(String topic, int records, long lastTimestampMillis) {
        read.labelValues(topic).inc(records);
        newestMillis.merge(topic, lastTimestampMillis, Math::max);
    }

    void unreadable() {
        unreadable.inc();
    }

    void flushed(long writtenRows, long nanos) {
        rows.inc(writtenRows);
        flushes.observe(nanos / NANOS_PER_SECOND);
    }
}
