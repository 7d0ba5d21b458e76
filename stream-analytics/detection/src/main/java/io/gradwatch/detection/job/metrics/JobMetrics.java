package io.gradwatch.detection.job.metrics;

import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.flink.metrics.Counter;
import org.apache.flink.metrics.Gauge;
import org.apache.flink.metrics.Metric;
import org.apache.flink.metrics.MetricGroup;

/**
 * The metrics of the job that runs in this process; values are taken at each scrape.
 *
 * <p>Flink counts from 0 again whenever it restarts the job. Here a count goes on where it was: what was counted by
 * parts that are gone is kept, so that a count falls only when the process ends.
 */
final class JobMetrics implements MultiCollector {

    private final Map<Metric, Series> live = new HashMap<>();
    private final Map<Series, Double> ended = new HashMap<>();

    /** One value of one metric at a moment. */
    private record Value(Series series, double number) {}

    /** A metric with its labels. */
    private record Series(FlinkMetric metric, Labels labels) {}

    /** Shows a metric of Flink from now on, if it is one of those that are shown. */
    synchronized void add(Metric metric, String name, MetricGroup group) {
        FlinkMetric known = FlinkMetric.named(name);
        if (known != null) {
            live.put(metric, new Series(known, known.labels(group)));
        }
    }

    /** Shows a metric no more; what it counted stays. */
    synchronized void remove(Metric metric) {
        Series series = live.remove(metric);
        if (series != null && series.metric().shown().kind() != JobMetric.Kind.GAUGE) {
            double counted = number(metric);
            if (counted > 0) {
                ended.merge(series, counted * series.metric().unit(), Double::sum);
            }
        }
    }

    @Override
    public MetricSnapshots collect() {
        Map<JobMetric, Map<Labels, Double>> merged = new EnumMap<>(JobMetric.class);
        for (Value value : values()) {
            JobMetric shown = value.series().metric().shown();
            merged.computeIfAbsent(shown, ignored -> new HashMap<>())
                    .merge(value.series().labels(), value.number(), shown::merge);
        }
        MetricSnapshots.Builder snapshots = MetricSnapshots.builder();
        merged.forEach((metric, values) -> snapshots.metricSnapshot(PrometheusSnapshots.of(metric, values)));
        return snapshots.build();
    }

    private List<Value> values() {
        Map<Metric, Series> now;
        List<Value> values = new ArrayList<>();
        synchronized (this) {
            now = new HashMap<>(live);
            ended.forEach((series, counted) -> values.add(new Value(series, counted)));
        }
        // Outside of the lock: a gauge of Flink may take one of its own, under which Flink adds and removes metrics.
        now.forEach((metric, series) -> {
            double number = number(metric);
            // Flink's words for "not yet" are negative, and NaN; none of what is shown can be.
            if (number >= 0) {
                values.add(new Value(series, number * series.metric().unit()));
            }
        });
        return values;
    }

    private static double number(Metric metric) {
        if (metric instanceof Counter counter) {
            return counter.getCount();
        }
        try {
            return metric instanceof Gauge<?> gauge && gauge.getValue() instanceof Number number
                    ? number.doubleValue()
                    : Double.NaN;
        } catch (RuntimeException e) {
            // The part of the job that it asks is on its way out.
            return Double.NaN;
        }
    }
}
