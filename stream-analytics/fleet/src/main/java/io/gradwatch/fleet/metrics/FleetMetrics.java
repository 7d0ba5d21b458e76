package io.gradwatch.fleet.metrics;

import io.gradwatch.fleet.live.query.FleetPart;
import io.gradwatch.fleet.live.view.Census;
import io.gradwatch.metrics.JvmMetrics;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.util.function.Supplier;

/** All metrics of an instance. Each has a row in docs/FLEET.md, which a test checks. */
public final class FleetMetrics {

    private FleetMetrics() {}

    /** The metrics of the runs of a part, of the service, and of its JVM; values are taken at each scrape. */
    public static PrometheusRegistry of(MetricsSources sources, FleetMetricsSettings settings) {
        PrometheusRegistry registry =
                ofRuns(sources.live()::census, sources.live().part(), settings);
        new ServiceMetrics(registry).register(sources);
        JvmMetrics.register(registry);
        return registry;
    }

    static PrometheusRegistry ofRuns(Supplier<Census> census, FleetPart part, FleetMetricsSettings settings) {
        PrometheusRegistry registry = new PrometheusRegistry();
        registry.register(new RunMetrics(census, part, settings));
        return registry;
    }
}
