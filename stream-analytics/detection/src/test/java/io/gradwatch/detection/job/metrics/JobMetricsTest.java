package io.gradwatch.detection.job.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.MetricGroup;
import org.apache.flink.metrics.SimpleCounter;
import org.apache.flink.metrics.groups.UnregisteredMetricsGroup;
import org.junit.jupiter.api.Test;

class JobMetricsTest {

    private static final String WATERMARK = JobMetric.WATERMARK.metricName();
    private static final MetricGroup TASK = group(Map.of("<task_attempt_id>", "c0ffee", "<subtask_index>", "0"));

    private final JobMetrics metrics = new JobMetrics();

    @Test
    void countsOfAllParts_areOneSum_withoutFlinksLabels() throws IOException {
        add("gradwatch_detection_records_total", counter(3), "accepted");
        add("gradwatch_detection_records_total", counter(4), "accepted");
        add("gradwatch_detection_records_total", counter(1), "unreadable");

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "gradwatch_detection_records_total{outcome=\"accepted\"} 7.0",
                        "gradwatch_detection_records_total{outcome=\"unreadable\"} 1.0");
    }

    @Test
    void restartedJob_countsOn() throws IOException {
        Counter before = counter(3);
        add("gradwatch_detection_failures_total", before, "");
        metrics.remove(before);
        assertThat(lines()).containsExactly("gradwatch_detection_failures_total 3.0");

        add("gradwatch_detection_failures_total", counter(2), "");
        assertThat(lines()).containsExactly("gradwatch_detection_failures_total 5.0");
    }

    @Test
    void gaugesOfSeveralParts_areTheOneThatMatters_andEndWithTheirPart() throws IOException {
        Gauge<Long> behind = () -> 1_000L;
        metrics.add(behind, WATERMARK, TASK);
        metrics.add((Gauge<Long>) () -> 2_000L, WATERMARK, TASK);
        metrics.add((Gauge<Double>) () -> 900.0, "busyTimeMsPerSecond", TASK);
        metrics.add((Gauge<Double>) () -> 100.0, "busyTimeMsPerSecond", TASK);
        metrics.add((Gauge<Double>) () -> Double.NaN, "busyTimeMsPerSecond", TASK);

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "gradwatch_detection_watermark_timestamp_seconds 1.0", "gradwatch_detection_busy_ratio 0.9");
        metrics.remove(behind);
        assertThat(lines()).contains("gradwatch_detection_watermark_timestamp_seconds 2.0");
    }

    @Test
    void whatIsNotThereYet_orCannotBeAsked_isLeftOut() throws IOException {
        metrics.add((Gauge<Long>) () -> Long.MIN_VALUE, WATERMARK, TASK);
        metrics.add((Gauge<Long>) () -> -1L, "lastCheckpointDuration", TASK);
        metrics.add(
                (Gauge<Long>) () -> {
                    throw new IllegalStateException("closed");
                },
                "pendingRecords",
                TASK);
        metrics.add((Gauge<String>) () -> "/checkpoints/1", "lastCheckpointExternalPath", TASK);

        assertThat(lines()).isEmpty();
    }

    @Test
    void delays_areASummaryInSeconds() throws IOException {
        metrics.add(counter(1_500), JobMetric.ALERT_DELAY.sumName(), TASK);
        metrics.add(counter(2), JobMetric.ALERT_DELAY.countName(), TASK);

        assertThat(lines())
                .containsExactlyInAnyOrder(
                        "gradwatch_detection_alert_delay_seconds_sum 1.5",
                        "gradwatch_detection_alert_delay_seconds_count 2");
    }

    private void add(String name, Counter counter, String outcome) {
        metrics.add(counter, name, group(Map.of("<outcome>", outcome, "<task_attempt_id>", "c0ffee")));
    }

    private static Counter counter(long count) {
        Counter counter = new SimpleCounter();
        counter.inc(count);
        return counter;
    }

    private List<String> lines() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        PrometheusTextFormatWriter.create().write(out, metrics.collect(), EscapingScheme.DEFAULT);
        return out.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> !line.startsWith("#"))
                .toList();
    }

    private static MetricGroup group(Map<String, String> variables) {
        return new UnregisteredMetricsGroup() {
            @Override
            public Map<String, String> getAllVariables() {
                return variables;
            }
        };
    }
}
