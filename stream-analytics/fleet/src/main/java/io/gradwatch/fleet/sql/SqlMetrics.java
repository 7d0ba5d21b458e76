package io.gradwatch.fleet.sql;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.sql.SqlRefusedException.Reason;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.Gauge;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.List;

/**
 * Metrics of the queries in SQL since the start. A query ends as {@code answered}, with the reason for which it was
 * refused, in lower case, or as {@code failed} where the server met an error. Thread-safe.
 */
public final class SqlMetrics {

    static final String ANSWERED = "answered";
    static final String FAILED = "failed";

    private static final double NANOS_PER_SECOND = 1e9;

    private final Counter ended = Counter.builder()
            .name("gradwatch_sql_queries_total")
            .help("Questions in SQL, by how they ended")
            .labelNames("outcome")
            .build();
    private final Counter seconds = Counter.builder()
            .name("gradwatch_sql_seconds_total")
            .help("Time that questions in SQL took")
            .build();
    private final Gauge running = Gauge.builder()
            .name("gradwatch_sql_queries_running")
            .help("Questions in SQL that run now")
            .build();

    SqlMetrics() {
        ended.initLabelValues(ANSWERED);
        ended.initLabelValues(FAILED);
        Words.all(Reason.class).forEach(ended::initLabelValues);
    }

    /** Makes the metrics part of a registry. */
    public void register(PrometheusRegistry registry) {
        List.of(ended, seconds, running).forEach(registry::register);
    }

    void begun() {
        running.inc();
    }

    /** A query for which there was no place: it took no time. */
    void turnedAway() {
        ended.labelValues(Words.of(Reason.TOO_MANY)).inc();
    }

    void ended(String outcome, long tookNanos) {
        running.dec();
        ended.labelValues(outcome).inc();
        seconds.inc(tookNanos / NANOS_PER_SECOND);
    }
}
