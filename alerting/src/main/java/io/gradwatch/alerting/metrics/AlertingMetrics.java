package io.gradwatch.alerting.metrics;

import io.gradwatch.alerting.health.AlertingCounters.Snapshot;
import io.gradwatch.alerting.health.DeliveryDelays;
import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.ToLongFunction;

/**
 * The counts of alerting as metrics; values are taken at each scrape. No label is anything that a job sent. Each has a
 * row in docs/ALERTING.md, which a test checks.
 */
public final class AlertingMetrics {

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Supplier<Snapshot> counts;

    private AlertingMetrics(Supplier<Snapshot> counts) {
        this.counts = counts;
    }

    /**
     * @param counts since the start
     * @param notifications in the outbox by status
     * @param check what is wrong; empty when all is well
     * @param leads true where this instance tells people, false where it stands by
     */
    public static PrometheusRegistry of(
            Supplier<Snapshot> counts,
            Supplier<Map<String, Integer>> notifications,
            Supplier<Optional<String>> check,
            BooleanSupplier leads) {
        AlertingMetrics metrics = new AlertingMetrics(counts);
        metrics.addState(notifications, check, leads);
        metrics.addCounters();
        return metrics.registry;
    }

    private void addState(
            Supplier<Map<String, Integer>> notifications, Supplier<Optional<String>> check, BooleanSupplier leads) {
        gauge(
                "gradwatch_alerting_healthy",
                "1 while every stage works and every receiver takes what it is sent, else 0",
                () -> check.get().isEmpty());
        gauge("gradwatch_alerting_leader", "1 where this instance tells people, 0 where it stands by", leads);
        GaugeWithCallback.builder()
                .name("gradwatch_alerting_notifications")
                .help("Notifications in the outbox, by status")
                .labelNames("status")
                .callback(value -> notifications
                        .get()
                        .forEach((status, count) -> value.call(count, status.toLowerCase(Locale.ROOT))))
                .register(registry);
    }

    private void addCounters() {
        counters(
                "gradwatch_alerting_records_total",
                "Records of the topic of alerts, by what became of them",
                "outcome",
                now -> Map.of(
                        "accepted", now.records().accepted(),
                        "repeated", now.records().repeated(),
                        "dead_lettered", now.records().deadLettered()));
        counter(
                "gradwatch_alerting_dead_letters_lost_total",
                "Unreadable records that the dead-letter topic did not take",
                now -> now.records().deadLettersLost());
        counter(
                "gradwatch_alerting_unreadable_mutes_total",
                "Silences and acknowledgements that could not be read, each time that they were met",
                Snapshot::unreadableSilences);
        counter("gradwatch_alerting_unrouted_total", "Changes of alerts that no route wants", Snapshot::unroutedAlerts);
        counter(
                "gradwatch_alerting_silenced_total",
                "Changes of alerts that a silence held back",
                Snapshot::silencedAlerts);
        counter(
                "gradwatch_alerting_queued_total",
                "Notifications that were put into the outbox",
                Snapshot::queuedNotifications);
        counter(
                "gradwatch_alerting_delivered_total",
                "Notifications that a channel took",
                Snapshot::deliveredNotifications);
        registry.register(this::delays);
        counters(
                "gradwatch_alerting_retries_total",
                "Attempts to send that are made again, by reason",
                "reason",
                Snapshot::retries);
        counters(
                "gradwatch_alerting_rejections_total",
                "Notifications that were given up, by reason",
                "reason",
                Snapshot::rejections);
    }

    private MetricSnapshot delays() {
        HistogramSnapshot.Builder histogram = HistogramSnapshot.builder()
                .name("gradwatch_alerting_delivery_delay_seconds")
                .help("Time from a change of an alert, on the clock of the log, to its delivery, by receiver");
        counts.get()
                .delays()
                .forEach((receiver, delays) -> histogram.dataPoint(HistogramDataPointSnapshot.builder()
                        .labels(Labels.of("receiver", receiver))
                        .classicHistogramBuckets(buckets(delays))
                        .sum(delays.sumSeconds())
                        .build()));
        return histogram.build();
    }

    private static ClassicHistogramBuckets buckets(DeliveryDelays.Delays delays) {
        List<Double> bounds = new ArrayList<>(DeliveryDelays.BOUNDS_SECONDS);
        bounds.add(Double.POSITIVE_INFINITY);
        return ClassicHistogramBuckets.of(bounds, delays.counts());
    }

    private void gauge(String name, String help, BooleanSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsBoolean() ? 1 : 0))
                .register(registry);
    }

    private void counter(String name, String help, ToLongFunction<Snapshot> count) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .callback(value -> value.call(count.applyAsLong(counts.get())))
                .register(registry);
    }

    private void counters(String name, String help, String label, Function<Snapshot, Map<String, Long>> count) {
        CounterWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(value -> count.apply(counts.get()).forEach((text, times) -> value.call(times, text)))
                .register(registry);
    }
}
