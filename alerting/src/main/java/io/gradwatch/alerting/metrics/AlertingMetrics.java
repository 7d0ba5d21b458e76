package io.gradwatch.alerting.metrics;

import io.prometheus.metrics.core.datapoints.CounterDataPoint;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Metrics of alerting since the start of the service. Records: read = accepted + repeated + dead-lettered. Attempts to
 * send = delivered + retried + rejected. No label is anything that a job sent. Each has a row in docs/ALERTING.md,
 * which a test checks.
 */
public final class AlertingMetrics {

    /** Counts, by the names of their metrics without {@code gradwatch_alerting_} and {@code _total}. */
    public enum Count {
        RECORDS("Records of the topic of alerts, by what became of them", "outcome"),
        DEAD_LETTERS_LOST("Unreadable records that the dead-letter topic did not take"),
        UNREADABLE_MUTES(
                "Silences, acknowledgements and annotations that could not be read, each time that they were met"),
        UNROUTED("Changes of alerts that no route wants"),
        SILENCED("Changes of alerts that a silence held back"),
        INHIBITED("Changes of alerts that were held back since another alert explains them"),
        HELD("Changes of alerts that wait for the end of a time interval, for each receiver"),
        DIGESTS("Digests of quiet hours that were put on their way"),
        ESCALATIONS("Notifications to the next receivers of alerts that nobody acknowledged"),
        SUMMARIES("Notifications of summaries of the fleet that were put on their way"),
        QUEUED("Notifications that were put into the outbox"),
        DELIVERED("Notifications that a channel took"),
        RETRIES("Attempts to send that are made again, by reason", "reason"),
        REJECTIONS("Notifications that were given up, by reason", "reason");

        private final String help;
        private final String[] labels;

        Count(String help, String... labels) {
            this.help = help;
            this.labels = labels;
        }
    }

    private static final String PREFIX = "gradwatch_alerting_";

    /** Upper bounds of the buckets of delays; one more bucket takes what is longer. */
    private static final double[] DELAY_BOUNDS_SECONDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Map<Count, Counter> counters = new EnumMap<>(Count.class);
    private final Histogram delays = Histogram.builder()
            .name(PREFIX + "delivery_delay_seconds")
            .help("Time from a change of an alert, on the clock of the log, to its delivery, by receiver")
            .labelNames("receiver")
            .classicOnly()
            .classicUpperBounds(DELAY_BOUNDS_SECONDS)
            .register(registry);

    /** All counts are 0. */
    public AlertingMetrics() {
        for (Count count : Count.values()) {
            Counter counter = Counter.builder()
                    .name(PREFIX + count.name().toLowerCase(Locale.ROOT) + "_total")
                    .help(count.help)
                    .labelNames(count.labels)
                    .register(registry);
            counters.put(count, counter);
        }
        List.of("accepted", "repeated", "dead_lettered").forEach(counters.get(Count.RECORDS)::initLabelValues);
    }

    /**
     * Adds the state of the service, of which values are taken at each scrape.
     *
     * @param notifications in the outbox by status
     * @param check what is wrong; empty when all is well
     * @param leads true where this instance tells people, false where it stands by
     */
    public void addState(
            Supplier<Map<String, Integer>> notifications, Supplier<Optional<String>> check, BooleanSupplier leads) {
        gauge(
                "healthy",
                "1 while every stage works and every receiver takes what it is sent, else 0",
                () -> check.get().isEmpty());
        gauge("leader", "1 where this instance tells people, 0 where it stands by", leads);
        GaugeWithCallback.builder()
                .name(PREFIX + "notifications")
                .help("Notifications in the outbox, by status")
                .labelNames("status")
                .callback(value -> notifications
                        .get()
                        .forEach((status, count) -> value.call(count, status.toLowerCase(Locale.ROOT))))
                .register(registry);
    }

    /** The metrics, to be served. */
    public PrometheusRegistry registry() {
        return registry;
    }

    /** Adds to a count. */
    public void add(Count count, int times, String... labels) {
        counter(count, labels).inc(times);
    }

    /** A count now. */
    public long count(Count count, String... labels) {
        return counter(count, labels).getLongValue();
    }

    /** Time from a change of an alert, on the clock of the log, to its delivery; 0 where that clock is ahead. */
    public void deliveredAfter(String receiver, Duration delay) {
        delays.labelValues(receiver).observe(Math.max(0, delay.toMillis() / 1000.0));
    }

    private CounterDataPoint counter(Count count, String... labels) {
        Counter counter = counters.get(count);
        return labels.length == 0 ? counter : counter.labelValues(labels);
    }

    private void gauge(String name, String help, BooleanSupplier value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsBoolean() ? 1 : 0))
                .register(registry);
    }
}
