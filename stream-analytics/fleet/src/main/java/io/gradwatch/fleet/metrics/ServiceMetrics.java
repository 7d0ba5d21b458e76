package io.gradwatch.fleet.metrics;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.History.TableSize;
import io.gradwatch.fleet.history.HistoryService;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.write.HistoryMetrics;
import io.gradwatch.fleet.live.LiveStreams;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.metrics.JvmMetrics;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Metrics of an instance: its runs, health, reading, writing and queries. Each has a row in docs/FLEET.md, which a test
 * checks.
 *
 * @param live tables of the runs
 * @param history that is kept
 * @param historyWriter that writes it
 * @param sql that answers queries
 * @param streamClients clients that follow the stream of events
 * @param check problem of the service; empty when all is well
 */
public record ServiceMetrics(
        LiveStreams live,
        History history,
        HistoryService historyWriter,
        SqlService sql,
        IntSupplier streamClients,
        Supplier<Optional<String>> check) {

    private static final String LAG_GROUP = "consumer-fetch-manager-metrics";
    private static final String LAG_NAME = "records-lag";

    /** All metrics of an instance: of the runs of its part, of the service, and of its JVM. */
    public PrometheusRegistry registry(FleetMetricsSettings settings) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new RunMetrics(live::census, live.part(), settings));
        register(registry);
        JvmMetrics.register(registry);
        return registry;
    }

    private void register(PrometheusRegistry registry) {
        history.metrics().register(registry);
        sql.metrics().register(registry);
        gauge("gradwatch_healthy", "1 while GET /health answers 200, else 0")
                .callback(value -> value.call(check.get().isEmpty() ? 1 : 0))
                .register(registry);
        gauge("gradwatch_stream_clients", "Clients that follow the stream of events")
                .callback(value -> value.call(streamClients.getAsInt()))
                .register(registry);
        CounterWithCallback.builder()
                .name("gradwatch_dead_letters_total")
                .help("Records that the live tables could not read and put to the dead letters")
                .callback(value -> value.call(live.deadLetters()))
                .register(registry);
        gauge("gradwatch_consumer_lag_records", "Records of the topics that are not read yet, by reader and topic")
                .labelNames("reader", "topic")
                .callback(value -> {
                    lag(live.clientMetrics()).forEach((topic, records) -> value.call(records, "live", topic));
                    lag(historyWriter.clientMetrics())
                            .forEach((topic, records) -> value.call(records, "history", topic));
                })
                .register(registry);
        ofTables(registry, "gradwatch_history_files", "Files of the history, by table", TableSize::files);
        ofTables(registry, "gradwatch_history_rows", "Rows in the files of the history, by table", TableSize::rows);
        ofTables(
                registry,
                "gradwatch_history_size_bytes",
                "Size of the files of the history, by table",
                TableSize::bytes);
    }

    /** Records not read yet, by topic, over the partitions that the clients have read from, as they measure it. */
    private static Map<String, Double> lag(Map<MetricName, ? extends Metric> metrics) {
        Map<String, Double> lag = new TreeMap<>();
        metrics.forEach((name, metric) -> {
            boolean ofTopic = name.group().equals(LAG_GROUP)
                    && name.name().equals(LAG_NAME)
                    && HistoryMetrics.TOPICS.contains(name.tags().getOrDefault("topic", ""));
            if (ofTopic && metric.metricValue() instanceof Number records && records.doubleValue() >= 0) {
                lag.merge(name.tags().get("topic"), records.doubleValue(), Double::sum);
            }
        });
        return lag;
    }

    private void ofTables(PrometheusRegistry registry, String name, String help, ToLongFunction<TableSize> size) {
        gauge(name, help)
                .labelNames("table")
                .callback(value -> {
                    for (HistoryTable table : HistoryTable.values()) {
                        value.call(size.applyAsLong(history.size(table)), table.tableName());
                    }
                })
                .register(registry);
    }

    private static GaugeWithCallback.Builder gauge(String name, String help) {
        return GaugeWithCallback.builder().name(name).help(help);
    }
}
