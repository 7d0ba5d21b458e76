package io.gradwatch.fleet.http;

import io.gradwatch.fleet.http.route.Parameters;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.prometheus.metrics.config.EscapingScheme;
import io.prometheus.metrics.expositionformats.ExpositionFormatWriter;
import io.prometheus.metrics.expositionformats.ExpositionFormats;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;

/** What Prometheus reads, as OpenMetrics where {@code Accept} asks for it, else in Prometheus' text format. */
public final class MetricsRoutes implements Routes {

    private final ExpositionFormats formats = ExpositionFormats.init();
    private final PrometheusRegistry registry;

    /** @param registry of the metrics that are served */
    public MetricsRoutes(PrometheusRegistry registry) {
        this.registry = registry;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/metrics", this::metrics, Right.READ);
    }

    private void metrics(Context context) throws IOException {
        new Parameters(context, Set.of());
        String accepted = context.header("Accept");
        ExpositionFormatWriter writer = formats.findWriter(accepted);
        EscapingScheme escaping = EscapingScheme.fromAcceptHeader(accepted);
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        writer.write(answer, registry.scrape(), escaping);
        context.contentType(writer.getContentType() + escaping.toHeaderFormat()).result(answer.toByteArray());
    }
}
