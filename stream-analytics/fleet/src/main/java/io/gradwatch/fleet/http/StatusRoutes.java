package io.gradwatch.fleet.http;

import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Supplier;

/** Whether the service is well, and the description of the API. */
public final class StatusRoutes implements Routes {

    static final String OPENAPI = "openapi.json";

    private final Supplier<Optional<String>> check;

    /** @param check what is wrong with the service; empty when all is well */
    public StatusRoutes(Supplier<Optional<String>> check) {
        this.check = check;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get("/health", this::health, Right.NONE);
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

    /** @param problem null where all is well */
    private record Health(String status, String problem) {}
}
