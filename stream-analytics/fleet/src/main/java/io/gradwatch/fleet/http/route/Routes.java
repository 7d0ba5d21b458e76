package io.gradwatch.fleet.http.route;

import io.javalin.config.RoutesConfig;

/**
 * What a part of the fleet answers. A route that needs another {@link Right} than its method does names it. Handlers
 * throw {@link ApiException}, or {@link io.gradwatch.fleet.live.UnavailableException} for 503; they read parameters by
 * {@link Parameters} and answer by {@link Json#answer}. Each route stands in {@code openapi.json}, which a test checks.
 */
@FunctionalInterface
public interface Routes {

    /** Where the API begins. */
    String API = "/api/v1";

    /** Adds the routes; each path begins with {@code /}. */
    void addTo(RoutesConfig routes);
}
