package io.gradwatch.fleet.metrics;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.write.HistoryCounters;
import io.gradwatch.fleet.sql.SqlCounters;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;

/**
 * Metrics of the fleet service itself: whether it is well, how far it has read, what it wrote and what it was asked.
 */
final class ServiceMetrics {

    private static final double MILLIS_PER_SECOND = 1_000;

    private final PrometheusRegistry registry;

    ServiceMetrics(PrometheusRegistry registry) {
        this.registry = registry;
    }

    void register(MetricsSources sources) {
        gauge("gradwatch_healthy", "1 while GET /health answers 200, else 0")
                .callback(value -> value.call(sources.check().get().isEmpty() ? 1 : 0))
                .register(registry);
        addReading(sources);
        addHistory(sources);
        addQuestions(sources);
    }

    private void addReading(MetricsSources sources) {
        HistoryCounters counters = sources.history().counters();
        counter("gradwatch_records_read_total", "Records that the history has read, by topic")
                .labelNames("topic")
                .callback(value ->
                        HistoryCounters.TOPICS.forEach(topic -> value.call(counters.recordsRead(topic), topic)))
                .register(registry);
        counter(
                        "gradwatch_dead_letters_total",
                        "Records that the live tables could not read and put to the dead letters")
                .callback(value -> value.call(sources.live().deadLetters()))
                .register(registry);
        counter("gradwatch_history_records_unreadable_total", "Records that the history could not read and leaves out")
                .callback(value -> value.call(counters.recordsUnreadable()))
                .register(registry);
        gauge(
                        "gradwatch_newest_record_timestamp_seconds",
                        "When Kafka took the newest record that the history has read")
                .labelNames("topic")
                .callback(value -> HistoryCounters.TOPICS.stream()
                        .filter(topic -> counters.newestRecordMillis(topic) > 0)
                        .forEach(topic -> value.call(counters.newestRecordMillis(topic) / MILLIS_PER_SECOND, topic)))
                .register(registry);
        gauge("gradwatch_consumer_lag_records", "Records of the topics that are not read yet, by reader and topic")
                .labelNames("reader", "topic")
                .callback(value -> {
                    ConsumerLag.records(sources.live().clientMetrics())
                            .forEach((topic, records) -> value.call(records, "live", topic));
                    ConsumerLag.records(sources.historyWriter().clientMetrics())
                            .forEach((topic, records) -> value.call(records, "history", topic));
                })
                .register(registry);
    }

    private void addHistory(MetricsSources sources) {
        HistoryCounters counters = sources.history().counters();
        counter("gradwatch_history_rows_written_total", "Rows that were written to files")
                .callback(value -> value.call(counters.rowsWritten()))
                .register(registry);
        SummaryWithCallback.builder()
                .name("gradwatch_history_flush_duration_seconds")
                .help("Time that it took to write rows to files and commit them")
                .callback(value -> value.call(counters.flushes(), counters.flushSeconds(), Quantiles.EMPTY))
                .register(registry);
        gauge("gradwatch_history_files", "Files of the history, by table")
                .labelNames("table")
                .callback(value -> tables((table, name) ->
                        value.call(sources.history().size(table).files(), name)))
                .register(registry);
        gauge("gradwatch_history_rows", "Rows in the files of the history, by table")
                .labelNames("table")
                .callback(value -> tables((table, name) ->
                        value.call(sources.history().size(table).rows(), name)))
                .register(registry);
        gauge("gradwatch_history_size_bytes", "Size of the files of the history, by table")
                .labelNames("table")
                .callback(value -> tables((table, name) ->
                        value.call(sources.history().size(table).bytes(), name)))
                .register(registry);
    }

    private void addQuestions(MetricsSources sources) {
        SqlCounters sql = sources.sql().counters();
        counter("gradwatch_sql_queries_total", "Questions in SQL, by how they ended")
                .labelNames("outcome")
                .callback(value -> SqlCounters.OUTCOMES.forEach(outcome -> value.call(sql.ended(outcome), outcome)))
                .register(registry);
        counter("gradwatch_sql_seconds_total", "Time that questions in SQL took")
                .callback(value -> value.call(sql.seconds()))
                .register(registry);
        gauge("gradwatch_sql_queries_running", "Questions in SQL that run now")
                .callback(value -> value.call(sql.running()))
                .register(registry);
        gauge("gradwatch_stream_clients", "Clients that follow the stream of events")
                .callback(value -> value.call(sources.streamClients().getAsInt()))
                .register(registry);
    }

    private static void tables(java.util.function.BiConsumer<HistoryTable, String> each) {
        for (HistoryTable table : HistoryTable.values()) {
            each.accept(table, table.tableName());
        }
    }

    private static CounterWithCallback.Builder counter(String name, String help) {
        return CounterWithCallback.builder().name(name).help(help);
    }

    private static GaugeWithCallback.Builder gauge(String name, String help) {
        return GaugeWithCallback.builder().name(name).help(help);
    }
}
