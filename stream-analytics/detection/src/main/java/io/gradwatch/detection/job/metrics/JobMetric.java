package io.gradwatch.detection.job.metrics;

import java.util.function.DoubleBinaryOperator;

/**
 * A metric of the job as Prometheus sees it. Each has a row in docs/DETECTION.md, which a test checks.
 *
 * <p>What the parallel parts of the job have of it is made one value, so that no part is a label.
 */
public enum JobMetric {
    /** Records that are no pulses, by what became of them; without unit. */
    RECORDS(
            "gradwatch_detection_records_total",
            Kind.COUNTER,
            "Records of the topics that detection reads, by what became of them"),
    /** Times that a detector threw; without unit. */
    FAILURES("gradwatch_detection_failures_total", Kind.COUNTER, "Times that a detector failed on a record or a time"),
    /** Transitions of alerts, by detector; without unit. */
    ALERTS("gradwatch_detection_alerts_total", Kind.COUNTER, "Transitions of alerts, by detector"),
    /** From the broker's time of appending a record to the alert that it led to, seconds. */
    ALERT_DELAY(
            "gradwatch_detection_alert_delay_seconds",
            Kind.SUMMARY,
            "Time from when Kafka took a record to the alert that it led to"),
    /** Records of the topics that are not read yet; without unit. */
    LAG("gradwatch_detection_consumer_lag_records", Kind.GAUGE, "Records that are not read yet"),
    /** To when the log is known, seconds since 1970-01-01 UTC: of the part that is furthest behind. */
    WATERMARK(
            "gradwatch_detection_watermark_timestamp_seconds",
            Kind.GAUGE,
            "To when the detectors have seen the log",
            Math::min),
    /** Of the busiest part, 0 to 1: at 1 it cannot take in more. */
    BUSY("gradwatch_detection_busy_ratio", Kind.GAUGE, "How busy the busiest part of the job is", Math::max),
    /** Seconds; 0 while it does not run. */
    RUNNING("gradwatch_detection_running_seconds", Kind.GAUGE, "Time since the job last began to run", Math::max),
    /** Restarts after a failure; without unit. */
    RESTARTS("gradwatch_detection_restarts_total", Kind.COUNTER, "Times that the job was restarted after a failure"),
    /** Checkpoints, by how they ended; without unit. */
    CHECKPOINTS("gradwatch_detection_checkpoints_total", Kind.COUNTER, "Checkpoints, by how they ended"),
    /** Seconds. */
    CHECKPOINT_DURATION(
            "gradwatch_detection_last_checkpoint_duration_seconds",
            Kind.GAUGE,
            "Time that the last completed checkpoint took",
            Math::max),
    /** Bytes. */
    CHECKPOINT_SIZE(
            "gradwatch_detection_last_checkpoint_size_bytes",
            Kind.GAUGE,
            "Size of the last completed checkpoint",
            Math::max),
    /** Seconds since 1970-01-01 UTC. */
    CHECKPOINT_TIME(
            "gradwatch_detection_last_checkpoint_timestamp_seconds",
            Kind.GAUGE,
            "When the last completed checkpoint was completed",
            Math::max);

    /** Types of Prometheus. */
    enum Kind {
        /** Only ever grows, also where the part that counted is gone. */
        COUNTER,
        /** A value at the moment. */
        GAUGE,
        /** A sum and a count, which only ever grow. */
        SUMMARY
    }

    private final String metricName;
    private final Kind kind;
    private final String help;
    private final DoubleBinaryOperator merge;

    JobMetric(String metricName, Kind kind, String help) {
        this(metricName, kind, help, Double::sum);
    }

    JobMetric(String metricName, Kind kind, String help, DoubleBinaryOperator merge) {
        this.metricName = metricName;
        this.kind = kind;
        this.help = help;
        this.merge = merge;
    }

    /** The name, in Prometheus and in Flink where this product counts it itself. */
    public String metricName() {
        return metricName;
    }

    /** Name in Flink of the counter of a summary's sum, in milliseconds. */
    public String sumName() {
        return metricName + "_sum";
    }

    /** Name in Flink of the counter of a summary's observations. */
    public String countName() {
        return metricName + "_count";
    }

    Kind kind() {
        return kind;
    }

    String help() {
        return help;
    }

    /** Values of two parts of the job, merged into one. */
    double merge(double one, double other) {
        return merge.applyAsDouble(one, other);
    }
}
