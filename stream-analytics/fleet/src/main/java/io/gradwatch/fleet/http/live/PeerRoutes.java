package io.gradwatch.fleet.http.live;

import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.live.query.FleetPart;
import io.gradwatch.fleet.live.view.GroupKind;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.Optional;

/**
 * Routes for the other instances, about the part of this one; a header names the instance whose copies they want.
 *
 * @param part of this instance
 */
public record PeerRoutes(FleetPart part) implements Routes {

    static final String PATH = "/internal/v1";
    static final String INSTEAD_OF = "Gradwatch-Instead-Of";

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(PATH + "/runs/{run}", context -> one(context, part.run(context.pathParam("run"))), Right.PEER);
        routes.get(PATH + "/alerts/{id}", context -> one(context, part.alert(context.pathParam("id"))), Right.PEER);
        routes.get(
                PATH + "/runs",
                context -> Json.answer(
                        context,
                        Queries.withCursor(context, () -> part.runs(Queries.runs(context), insteadOf(context)))),
                Right.PEER);
        routes.get(
                PATH + "/alerts",
                context -> Json.answer(
                        context,
                        Queries.withCursor(context, () -> part.alerts(Queries.alerts(context), insteadOf(context)))),
                Right.PEER);
        routes.get(
                PATH + "/run-groups",
                context -> Json.answer(
                        context,
                        Queries.withCursor(context, () -> part.runGroups(Queries.groups(context), insteadOf(context)))),
                Right.PEER);
        routes.get(
                PATH + "/run-columns",
                context -> Json.answer(context, part.columns(Queries.named(context), insteadOf(context))),
                Right.PEER);
        routes.get(PATH + "/overview", context -> Json.answer(context, part.overview(insteadOf(context))), Right.PEER);
        routes.get(PATH + "/groups/{kind}", this::groups, Right.PEER);
    }

    private void groups(Context context) {
        Json.answer(context, part.groups(GroupKind.valueOf(context.pathParam("kind")), insteadOf(context)));
    }

    private static void one(Context context, Optional<?> found) {
        Json.answer(context, found.orElseThrow(() -> ApiException.notFound("It is not in this part")));
    }

    private static String insteadOf(Context context) {
        return context.header(INSTEAD_OF);
    }
}
