package io.gradwatch.fleet.http;

import io.gradwatch.fleet.http.route.Routes;
import io.javalin.config.RoutesConfig;
import java.util.Map;

/** Headers of every answer: a browser runs and shows only content of this server, even where a name holds markup. */
final class SecurityHeaders implements Routes {

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    /** Names and values. */
    static final Map<String, String> ALL = Map.of(
            "Content-Security-Policy", POLICY,
            "X-Content-Type-Options", "nosniff",
            "Referrer-Policy", "no-referrer",
            "Cross-Origin-Opener-Policy", "same-origin",
            "Cross-Origin-Resource-Policy", "same-origin",
            "Cache-Control", "no-store");

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(context -> ALL.forEach(context::header));
    }
}
