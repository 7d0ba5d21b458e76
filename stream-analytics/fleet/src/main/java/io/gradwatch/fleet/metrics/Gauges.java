package io.gradwatch.fleet.metrics;

import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;

/** A gauge with its values at one moment, as it is filled. */
final class Gauges {

    /** Name of all that is beyond a bound. */
    static final String OTHER = "other";

    private final GaugeSnapshot.Builder gauge;
    private int values;

    Gauges(String name, String help) {
        gauge = GaugeSnapshot.builder().name(name).help(help);
    }

    /** @param labels names and values by turns */
    Gauges add(double value, String... labels) {
        gauge.dataPoint(GaugeDataPointSnapshot.builder()
                .value(value)
                .labels(Labels.of(labels))
                .build());
        values++;
        return this;
    }

    boolean isEmpty() {
        return values == 0;
    }

    GaugeSnapshot build() {
        return gauge.build();
    }
}
