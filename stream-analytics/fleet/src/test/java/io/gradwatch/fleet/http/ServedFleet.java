package io.gradwatch.fleet.http;

import io.gradwatch.config.Secret;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.live.LiveRoutes;
import io.gradwatch.fleet.http.live.PeerRoutes;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.FakeFleet;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AutoClose;

/** A server over a fleet that is made up. */
abstract class ServedFleet {

    static final String PEER_TOKEN = "peer-token-0123456789";

    final FakeFleet fleet = new FakeFleet();
    final AtomicInteger changes = new AtomicInteger();
    Browser browser;

    @AutoClose
    FleetServer server;

    void open(Token... tokens) throws IOException {
        AccessSettings access =
                new AccessSettings(List.of(tokens), new Secret(PEER_TOKEN), Set.of("fleet.example.org"));
        Routes extra = routes -> {
            routes.post("/api/v1/change", context -> Json.answer(context, changes.incrementAndGet()));
            routes.post(
                    "/api/v1/question",
                    context -> Json.answer(context, context.body().length()),
                    Right.READ);
            routes.get("/api/v1/broken", context -> {
                throw new IllegalStateException("secret detail");
            });
        };
        server = new FleetServer(
                "127.0.0.1",
                0,
                access,
                List.of(
                        new LiveRoutes(fleet, run -> List.of()),
                        new PeerRoutes(fleet),
                        extra,
                        new StatusRoutes(Optional::empty, "kafka:9092"),
                        new PageRoutes("io/gradwatch/fleet/http/testpage/")));
        server.start();
        browser = new Browser(server.port());
    }
}
