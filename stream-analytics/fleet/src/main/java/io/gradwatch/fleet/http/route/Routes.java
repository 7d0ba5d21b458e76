package io.gradwatch.fleet.http.route;

import io.javalin.config.RoutesConfig;

/**
 * Part of what the server answers. Handlers throw {@link ApiException}, or
 * {@link io.gradwatch.fleet.live.query.UnavailableException} for 503, and answer by {@link Json#answer}.
 */
@FunctionalInterface
public interface Routes {

    /** Beginning of the paths of the API. */
    String API = "/api/v1";

    /** Adds the routes; each path begins with {@code /}. */
    void addTo(RoutesConfig routes);
}
