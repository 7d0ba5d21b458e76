package io.gradwatch.fleet.http;

import io.javalin.config.RoutesConfig;

/** Headers of every answer: a browser runs and shows nothing but what comes from this server, whatever a name holds. */
final class SecurityHeaders implements Routes {

    static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
            + " connect-src 'self'; font-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
            + " require-trusted-types-for 'script'";

    @Override
    public void addTo(RoutesConfig routes) {
        routes.before(context -> context.header("Content-Security-Policy", POLICY)
                .header("X-Content-Type-Options", "nosniff")
                .header("Referrer-Policy", "no-referrer")
                .header("Cross-Origin-Opener-Policy", "same-origin")
                .header("Cross-Origin-Resource-Policy", "same-origin")
                .header("Cache-Control", "no-store"));
    }
}
