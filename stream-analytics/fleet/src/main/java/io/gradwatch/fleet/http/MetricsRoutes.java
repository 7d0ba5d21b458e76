package io.gradwatch.fleet.http;

import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Route;
import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

/** Metrics for Prometheus, as OpenMetrics where {@code Accept} asks for it, else in Prometheus' text format. */
public final class MetricsRoutes implements ApiRoutes {

    private final ExpositionFormats formats = ExpositionFormats.init();
    private final PrometheusRegistry registry;

    /** @param registry of the metrics that are served */
    public MetricsRoutes(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public List<Route> routes() {
        return List.of(Route.get(
                        "/metrics",
                        "Metrics of this instance for Prometheus; as OpenMetrics where Accept names it",
                        this::metrics)
                .format("text/plain", String.class)
                .format("application/openmetrics-text", String.class));
    }

    private void metrics(Context context) throws IOException {
        String accepted = context.header("Accept");
        ExpositionFormatWriter writer = formats.findWriter(accepted);
        EscapingScheme escaping = EscapingScheme.fromAcceptHeader(accepted);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        writer.write(answer, registry.scrape(), escaping);
        context.contentType(writer.getContentType() + escaping.toHeaderFormat()).result(answer.toByteArray());
    }
}
