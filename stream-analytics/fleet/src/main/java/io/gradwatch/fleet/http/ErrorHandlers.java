package io.gradwatch.fleet.http;

import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import io.javalin.http.HttpResponseException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes error answers of the exceptions of handlers. Internal details go to the log only. */
final class ErrorHandlers implements Routes {

    private static final Logger LOG = LoggerFactory.getLogger(ErrorHandlers.class);

    /** Time after which a client may ask again. Own choice. */
    private static final String RETRY_SECONDS = "1";

    @Override
    public void addTo(RoutesConfig routes) {
        routes.exception(ApiException.class, ErrorHandlers::known);
        routes.exception(
                UnavailableException.class, (e, context) -> known(ApiException.unavailable(e.getMessage()), context));
        routes.exception(HttpResponseException.class, ErrorHandlers::refused);
        routes.exception(Exception.class, ErrorHandlers::unexpected);
    }

    private static void known(ApiException e, Context context) {
        if (e.status() == 503) {
            context.header("Retry-After", RETRY_SECONDS);
        }
        Json.error(context, e.status(), e.code(), e.getMessage());
    }

    /** Javalin's own, such as a body that is too large or a path that is none. */
    private static void refused(HttpResponseException e, Context context) {
        switch (e.getStatus()) {
            case 404 -> Json.error(context, 404, "not_found", "There is nothing at this path");
            case 405 -> Json.error(context, 405, "method_not_allowed", "This path has no such method");
            case 413 ->
                Json.error(
                        context, 413, "too_large", "The body is longer than " + FleetServer.MOST_BODY_BYTES + " bytes");
            default -> Json.error(context, e.getStatus(), "bad_request", "The request cannot be answered");
        }
    }

    private static void unexpected(Exception e, Context context) {
        LOG.error("A request to {} failed", context.endpoint().path, e);
        Json.error(context, 500, "internal_error", "The server met an error; its log says which");
    }
}
