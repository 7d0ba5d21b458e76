package io.gradwatch.detection.job.metrics;

import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot;
import io.prometheus.metrics.model.snapshots.SummarySnapshot.SummaryDataPointSnapshot;
import java.util.Map;

/** Makes of values what Prometheus' client writes. */
final class PrometheusSnapshots {

    private static final String TOTAL = "_total";

    private PrometheusSnapshots() {}

    static MetricSnapshot of(JobMetric metric, Map<Labels, Double> values) {
        return switch (metric.kind()) {
            case COUNTER -> counter(metric, values);
            case GAUGE -> gauge(metric, values);
            case SUMMARY -> summary(metric, values);
        };
    }

    private static MetricSnapshot counter(JobMetric metric, Map<Labels, Double> values) {
        String name = metric.metricName();
        CounterSnapshot.Builder counter = CounterSnapshot.builder()
                .name(name.substring(0, name.length() - TOTAL.length()))
                .help(metric.help());
        values.forEach((labels, value) -> counter.dataPoint(
                CounterDataPointSnapshot.builder().labels(labels).value(value).build()));
        return counter.build();
    }

    private static MetricSnapshot gauge(JobMetric metric, Map<Labels, Double> values) {
        GaugeSnapshot.Builder gauge =
                GaugeSnapshot.builder().name(metric.metricName()).help(metric.help());
        values.forEach((labels, value) -> gauge.dataPoint(
                GaugeDataPointSnapshot.builder().labels(labels).value(value).build()));
        return gauge.build();
    }

    private static MetricSnapshot summary(JobMetric metric, Map<Labels, Double> values) {
        return SummarySnapshot.builder()
                .name(metric.metricName())
                .help(metric.help())
                .dataPoint(SummaryDataPointSnapshot.builder()
                        .sum(values.getOrDefault(FlinkMetric.SUM, 0.0))
                        .count(Math.round(values.getOrDefault(FlinkMetric.COUNT, 0.0)))
                        .build())
                .build();
    }
}
