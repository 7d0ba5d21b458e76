package io.gradwatch.fleet.http;

import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Routes;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the service is well, where jobs send to, and the description of the API. */
public final class StatusRoutes implements Routes {

    static final String OPENAPI = "openapi.json";

    private final Supplier<Optional<String>> check;
    private final String bootstrapServers;

    /**
     * @param check what is wrong with the service; empty when all is well
     * @param bootstrapServers addresses of Kafka as the service knows them
     */
    public StatusRoutes(Supplier<Optional<String>> check, String bootstrapServers) {
        this.check = check;
        this.bootstrapServers = bootstrapServers;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/health", this::health, Right.NONE);
        routes.get(API + "/connection", context -> Json.answer(context, new Connection(bootstrapServers)));
        routes.get(API + "/openapi.json", StatusRoutes::openapi, Right.NONE);
    }

    private void health(Context context) {
        Optional<String> problem = check.get();
        context.status(problem.isEmpty() ? 200 : 503);
        Json.answer(context, new Health(problem.isEmpty() ? "up" : "down", problem.orElse(null)));
    }

    private static void openapi(Context context) throws IOException {
        try (InputStream content = StatusRoutes.class.getResourceAsStream(OPENAPI)) {
            context.contentType("application/json").result(content.readAllBytes());
        }
    }

    /** Where jobs send to. */
    private record Connection(String bootstrapServers) {}

    /** @param problem null where all is well */
    private record Health(String status, String problem) {}
}
