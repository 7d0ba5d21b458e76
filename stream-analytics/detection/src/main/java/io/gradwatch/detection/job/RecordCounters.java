package io.gradwatch.detection.job;

import io.gradwatch.detection.engine.Admission;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.MetricGroup;

/**
 * Counts what became of records. Every record behind the key is exactly one of accepted, duplicate, stale, refused and
 * unreadable; of the accepted, some are also failed: a detector threw on them. What has no usable key is counted as
 * unreadable before.
 */
final class RecordCounters {

    private final Counter accepted;
    private final Counter duplicate;
    private final Counter stale;
    private final Counter refused;
    private final Counter unreadable;
    private final Counter failed;
    private final Counter firing;
    private final Counter resolved;

    RecordCounters(MetricGroup metrics) {
        accepted = metrics.counter("gradwatch_records_accepted_total");
        duplicate = metrics.counter("gradwatch_records_duplicate_total");
        stale = metrics.counter("gradwatch_records_stale_total");
        refused = metrics.counter("gradwatch_records_refused_total");
        unreadable = unreadable(metrics);
        failed = metrics.counter("gradwatch_records_failed_total");
        firing = metrics.counter("gradwatch_alerts_firing_total");
        resolved = metrics.counter("gradwatch_alerts_resolved_total");
    }

    /** The counter that the operator before the key shares. */
    static Counter unreadable(MetricGroup metrics) {
        return metrics.counter("gradwatch_records_unreadable_total");
    }

    void count(Admission.Kind kind) {
        switch (kind) {
            case ACCEPTED -> accepted.inc();
            case DUPLICATE -> duplicate.inc();
            case STALE -> stale.inc();
            case REFUSED -> refused.inc();
        }
    }

    void countUnreadable() {
        unreadable.inc();
    }

    void countFailed() {
        failed.inc();
    }

    void count(Alert alert) {
        (alert.getState() == AlertState.FIRING ? firing : resolved).inc();
    }
}
