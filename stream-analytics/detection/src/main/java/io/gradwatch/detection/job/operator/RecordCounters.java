package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.engine.Admission;
import io.gradwatch.detection.job.metrics.JobMetric;
import io.gradwatch.schema.Alert;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what became of records. Every record behind the key is exactly one of accepted, duplicate, stale, refused and
 * unreadable; of the accepted, some are also failed: a detector threw on them. What has no usable key is counted as
 * unreadable before.
 */
final class RecordCounters {

    /** Kind of transition of an alert. */
    private enum Transition {
        /** It is raised for the first time. */
        RAISED,
        /** It got worse, or says more than before. */
        CHANGED,
        RECOVERED,
        UNRECOVERED
    }

    private final Map<Admission.Kind, Counter> admitted = new EnumMap<>(Admission.Kind.class);
    private final Map<String, Map<Transition, Counter>> alerts = new HashMap<>();
    private final MetricGroup metrics;
    private final Counter unreadable;
    private final Counter failed;
    private final Counter delays;
    private final Counter delayMillis;

    /**
     * @param metrics group of the operator
     * @param detectors ids of those that run: each has its counters from the start, so that its first alert is a change
     */
    RecordCounters(MetricGroup metrics, Collection<String> detectors) {
        this.metrics = metrics;
        for (Admission.Kind kind : Admission.Kind.values()) {
            admitted.put(kind, records(metrics, kind.name().toLowerCase(Locale.ROOT)));
        }
        unreadable = unreadable(metrics);
        failed = metrics.counter(JobMetric.FAILURES.metricName());
        detectors.forEach(this::alertsOf);
        delays = metrics.counter(JobMetric.ALERT_DELAY.countName());
        delayMillis = metrics.counter(JobMetric.ALERT_DELAY.sumName());
    }

    /** The counter that the operators before the key share. */
    static Counter unreadable(MetricGroup metrics) {
        return records(metrics, "unreadable");
    }

    void count(Admission.Kind kind) {
        admitted.get(kind).inc();
    }

    void countUnreadable() {
        unreadable.inc();
    }

    void countFailed() {
        failed.inc();
    }

    void count(Alert alert) {
        // An alert that ends now may be of a detector that an earlier version of the job had.
        alertsOf(alert.getDetector()).get(transition(alert)).inc();
    }

    /**
     * Counts alerts that a record led to.
     *
     * @param delay from when Kafka took the record until now, milliseconds; below 0 where the clocks differ
     */
    void countDelays(int count, long delay) {
        delays.inc(count);
        delayMillis.inc(count * Math.max(0, delay));
    }

    private static Transition transition(Alert alert) {
        return switch (alert.getState()) {
            case FIRING -> alert.getRevision() == 0 ? Transition.RAISED : Transition.CHANGED;
            case RECOVERED -> Transition.RECOVERED;
            case UNRECOVERED -> Transition.UNRECOVERED;
        };
    }

    private static Counter records(MetricGroup metrics, String outcome) {
        return metrics.addGroup("outcome", outcome).counter(JobMetric.RECORDS.metricName());
    }

    private Map<Transition, Counter> alertsOf(String detector) {
        return alerts.computeIfAbsent(detector, this::newCounters);
    }

    private Map<Transition, Counter> newCounters(String detector) {
        Map<Transition, Counter> counters = new EnumMap<>(Transition.class);
        for (Transition transition : Transition.values()) {
            counters.put(
                    transition,
                    metrics.addGroup("detector", detector)
                            .addGroup("transition", transition.name().toLowerCase(Locale.ROOT))
                            .counter(JobMetric.ALERTS.metricName()));
        }
        return counters;
    }
}
