package io.gradwatch.detection.job.metrics;

import static java.util.Map.entry;

import io.prometheus.metrics.model.snapshots.Labels;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.MetricGroup;

/**
 * Source of a {@link JobMetric} in Flink: everything that Flink has and that is not named here is not shown.
 *
 * @param shown what it is part of
 * @param fixed labels that it always has
 * @param variables variables of its group in Flink that become labels; all others, such as ids of attempts, do not
 * @param unit that its value is multiplied by
 */
record FlinkMetric(JobMetric shown, Labels fixed, List<String> variables, double unit) {

    /** Marks the sum of a summary. */
    static final Labels SUM = Labels.of("part", "sum");

    /** Marks the number of a summary's observations. */
    static final Labels COUNT = Labels.of("part", "count");

    private static final double MILLIS = 1e-3;

    /** By the name in Flink. */
    private static final Map<String, FlinkMetric> BY_NAME = Map.ofEntries(
            counted(JobMetric.RECORDS, "outcome"),
            counted(JobMetric.FAILURES),
            counted(JobMetric.ALERTS, "detector", "transition"),
            entry(JobMetric.ALERT_DELAY.sumName(), new FlinkMetric(JobMetric.ALERT_DELAY, SUM, List.of(), MILLIS)),
            entry(JobMetric.ALERT_DELAY.countName(), new FlinkMetric(JobMetric.ALERT_DELAY, COUNT, List.of(), 1)),
            flink("pendingRecords", JobMetric.LAG, 1),
            flink(JobMetric.WATERMARK.metricName(), JobMetric.WATERMARK, MILLIS),
            flink("busyTimeMsPerSecond", JobMetric.BUSY, MILLIS),
            flink("runningTime", JobMetric.RUNNING, MILLIS),
            flink("numRestarts", JobMetric.RESTARTS, 1),
            entry("numberOfCompletedCheckpoints", checkpoints("completed")),
            entry("numberOfFailedCheckpoints", checkpoints("failed")),
            flink("lastCheckpointDuration", JobMetric.CHECKPOINT_DURATION, MILLIS),
            flink("lastCheckpointSize", JobMetric.CHECKPOINT_SIZE, 1),
            flink("lastCheckpointCompletedTimestamp", JobMetric.CHECKPOINT_TIME, MILLIS));

    /** The one of this name in Flink; null for what is not shown. */
    static FlinkMetric named(String name) {
        return BY_NAME.get(name);
    }

    /** The labels with which it is shown. */
    Labels labels(MetricGroup group) {
        Map<String, String> all = group.getAllVariables();
        Labels labels = fixed;
        for (String variable : variables) {
            labels = labels.add(variable, all.getOrDefault("<" + variable + ">", ""));
        }
        return labels;
    }

    private static Map.Entry<String, FlinkMetric> counted(JobMetric metric, String... variables) {
        return entry(metric.metricName(), new FlinkMetric(metric, Labels.EMPTY, List.of(variables), 1));
    }

    private static Map.Entry<String, FlinkMetric> flink(String name, JobMetric metric, double unit) {
        return entry(name, new FlinkMetric(metric, Labels.EMPTY, List.of(), unit));
    }

    private static FlinkMetric checkpoints(String outcome) {
        return new FlinkMetric(JobMetric.CHECKPOINTS, Labels.of("outcome", outcome), List.of(), 1);
    }
}
