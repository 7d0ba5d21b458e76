package io.gradwatch.fleet.http.route;

import io.javalin.config.RoutesConfig;
import java.util.List;

/** Routes of the API; the description of the API is made of them. */
public interface ApiRoutes extends Routes {

    /** The routes. */
    List<Route> routes();

    @Override
    default void addTo(RoutesConfig routes) {
        routes().forEach(route -> route.addTo(routes));
    }
}
