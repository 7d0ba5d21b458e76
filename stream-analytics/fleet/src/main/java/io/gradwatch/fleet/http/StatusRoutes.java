package io.gradwatch.fleet.http;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Route;
import io.javalin.http.Context;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Health of the service, and the address of Kafka.
 *
 * @param check problem of the service; empty when all is well
 * @param bootstrapServers addresses of Kafka as the service knows them
 */
public record StatusRoutes(Supplier<Optional<String>> check, String bootstrapServers) implements ApiRoutes {

    @Override
    public List<Route> routes() {
        return List.of(
                Route.get("/health", "Health of the service", this::health)
                        .needs(Right.NONE)
                        .withAnyParameters()
                        .answers(Health.class)
                        .answers(503, "The service is not well; the problem says why", Health.class),
                Route.get(
                                API + "/connection",
                                "Address of Kafka, for jobs",
                                context -> Json.answer(context, new Connection(bootstrapServers)))
                        .withAnyParameters()
                        .answers(Connection.class));
    }

    private void health(Context context) {
        Optional<String> problem = check.get();
        context.status(problem.isEmpty() ? 200 : 503);
        Json.answer(context, new Health(problem.isEmpty() ? "up" : "down", problem.orElse(null)));
    }

    private record Connection(
            @Described("Addresses of Kafka, as the service itself knows them.")
            String bootstrapServers) {}

    private record Health(
            @Described(
                    value = "State of the service.",
                    words = {"up", "down"})
            String status,

            @Described(value = "Problem of the service; null where all is well.", nullable = true)
            String problem) {}
}
