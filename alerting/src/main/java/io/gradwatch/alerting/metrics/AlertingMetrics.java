package io.gradwatch.alerting.metrics;

import io.gradwatch.alerting.notify.spi.FailureReason;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Metrics of alerting since the start of the service. Records: read = accepted + repeated + dead-lettered. Attempts to
 * send = delivered + retried + rejected. No label is anything that a job sent. Each has a row in docs/ALERTING.md, which
 * a test checks.
 */
public final class AlertingMetrics {

    private static final String PREFIX = "gradwatch_alerting_";

    /** Upper bounds of the buckets of delays; one more bucket takes what is longer. */
    private static final double[] DELAY_BOUNDS_SECONDS = {0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 3600};

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final Map<String, Counter> counters = new HashMap<>();
    private final Counter records =
            counter("records", "Records of the topic of alerts, by what became of them", "outcome");
    private final Counter deadLettersLost =
            counter("dead_letters_lost", "Unreadable records that the dead-letter topic did not take");
    private final Counter unreadableSilences = counter(
            "unreadable_mutes", "Silences and acknowledgements that could not be read, each time that they were met");
    private final Counter unrouted = counter("unrouted", "Changes of alerts that no route wants");
    private final Counter silenced = counter("silenced", "Changes of alerts that a silence held back");
    private final Counter queued = counter("queued", "Notifications that were put into the outbox");
    private final Counter delivered = counter("delivered", "Notifications that a channel took");
    private final Counter retries = counter("retries", "Attempts to send that are made again, by reason", "reason");
    private final Counter rejections = counter("rejections", "Notifications that were given up, by reason", "reason");
    private final Histogram delays = Histogram.builder()
            .name(PREFIX + "delivery_delay_seconds")
            .help("Time from a change of an alert, on the clock of the log, to its delivery, by receiver")
            .labelNames("receiver")
            .classicOnly()
            .classicUpperBounds(DELAY_BOUNDS_SECONDS)
            .register(registry);

    /** All counts are 0. */
    public AlertingMetrics() {
        records.initLabelValues("accepted");
        records.initLabelValues("repeated");
        records.initLabelValues("dead_lettered");
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

    /** Value of a counter, such as of {@code delivered}, or of {@code records} with the label {@code accepted}. */
    public long count(String name, String... labels) {
        Counter counter = counters.get(name);
        return labels.length == 0
                ? counter.getLongValue()
                : counter.labelValues(labels).getLongValue();
    }

    /** Records taken over and those that were known already. */
    public void read(int news, int known) {
        records.labelValues("accepted").inc(news);
        records.labelValues("repeated").inc(known);
    }

    /** A record that could not be read; {@code stored} where the dead-letter topic took it. */
    public void deadLettered(boolean stored) {
        records.labelValues("dead_lettered").inc();
        if (!stored) {
            deadLettersLost.inc();
        }
    }

    /** An alert that no route wants. */
    public void unrouted() {
        unrouted.inc();
    }

    /** A change of an alert that a silence holds back. */
    public void silenced() {
        silenced.inc();
    }

    /** A silence or an acknowledgement that cannot be read, or breaks a rule. */
    public void unreadableSilence() {
        unreadableSilences.inc();
    }

    /** Notifications put into the outbox. */
    public void queued(int notifications) {
        queued.inc(notifications);
    }

    /** A notification that arrived. */
    public void delivered() {
        delivered.inc();
    }

    /** Time from a change of an alert, on the clock of the log, to its delivery; 0 where that clock is ahead. */
    public void deliveredAfter(String receiver, Duration delay) {
        delays.labelValues(receiver).observe(Math.max(0, delay.toMillis() / 1000.0));
    }

    /** An attempt to send that will be made again. */
    public void retried(FailureReason reason) {
        retries.labelValues(reason.label()).inc();
    }

    /** A notification that was given up. */
    public void rejected(FailureReason reason) {
        rejections.labelValues(reason.label()).inc();
    }

    private Counter counter(String name, String help, String... labels) {
        Counter counter = Counter.builder()
                .name(PREFIX + name + "_total")
                .help(help)
                .labelNames(labels)
                .register(registry);
        counters.put(name, counter);
        return counter;
    }

    private void gauge(String name, String help, BooleanSupplier value) {
        GaugeWithCallback.builder()
                .name(PREFIX + name)
                .help(help)
                .callback(gauge -> gauge.call(value.getAsBoolean() ? 1 : 0))
                .register(registry);
    }
}
