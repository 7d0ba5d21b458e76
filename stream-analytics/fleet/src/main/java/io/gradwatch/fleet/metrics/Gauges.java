package io.gradwatch.fleet.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.util.ArrayList;
import java.util.List;

/** Gauges with their values at one moment, as they are filled. */
final class Gauges {

    /** Name of all that is beyond a bound. */
    static final String OTHER = "other";

    private final List<GaugeSnapshot.Builder> gauges = new ArrayList<>();

    /** A new gauge without a value. */
    Gauge gauge(String name, String help) {
        GaugeSnapshot.Builder gauge = GaugeSnapshot.builder().name(name).help(help);
        gauges.add(gauge);
        return (value, labels) -> gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(labels))
                .build());
    }

    MetricSnapshots all() {
        MetricSnapshots.Builder all = MetricSnapshots.builder();
        gauges.forEach(gauge -> all.metricSnapshot(gauge.build()));
        return all.build();
    }

    /** One of the gauges. */
    @FunctionalInterface
    interface Gauge {

        /** @param labels names and values by turns */
        void add(double value, String... labels);
    }
}
