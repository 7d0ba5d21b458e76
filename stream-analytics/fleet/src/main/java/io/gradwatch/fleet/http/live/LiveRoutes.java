package io.gradwatch.fleet.http.live;

import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameters;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.live.LiveFleet;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunRow;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Lists of what is live, and single runs and alerts. */
public final class LiveRoutes implements Routes {

    private static final long MOST_GROUPS = 1_000;
    private static final long USUAL_GROUPS = 100;

    private final LiveFleet fleet;

    /** @param fleet that is asked */
    public LiveRoutes(LiveFleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public void addTo(RoutesConfig routes) {
        routes.get(API + "/fleet", this::overview);
        routes.get(API + "/fleet/groups", this::groups);
        routes.get(API + "/runs", this::runs);
        routes.get(API + "/runs/{run}", this::run);
        routes.get(API + "/alerts", this::alerts);
        routes.get(API + "/alerts/{id}", this::alert);
    }

    private void overview(Context context) {
        new Parameters(context, Set.of());
        Json.answer(context, fleet.overview());
    }

    private void groups(Context context) {
        Parameters given = new Parameters(context, Set.of("by", "limit"));
        String by = given.choice("by", GroupKind.labels(), GroupKind.PROJECT.label());
        long limit = given.wholeNumber("limit", 1, MOST_GROUPS, USUAL_GROUPS);
        List<Group> groups = fleet.groups(GroupKind.valueOf(by.toUpperCase(Locale.ROOT)));
        Json.answer(context, new Groups(by, groups.stream().limit(limit).toList()));
    }

    private void runs(Context context) {
        Page<RunRow> page = Queries.withCursor(context, () -> fleet.runs(Queries.runs(context)));
        Json.answer(context, new Runs(page.items(), page.total(), page.nextCursor()));
    }

    private void run(Context context) {
        new Parameters(context, Set.of());
        String id = context.pathParam("run");
        Json.answer(
                context,
                fleet.run(id)
                        .orElseThrow(() -> ApiException.notFound("No run '" + id + "' is live or in the history")));
    }

    private void alerts(Context context) {
        Page<AlertRow> page = Queries.withCursor(context, () -> fleet.alerts(Queries.alerts(context)));
        Json.answer(context, new Alerts(page.items(), page.total(), page.nextCursor()));
    }

    private void alert(Context context) {
        new Parameters(context, Set.of());
        String id = context.pathParam("id");
        Json.answer(
                context,
                fleet.alert(id)
                        .orElseThrow(() -> ApiException.notFound("No alert '" + id + "' is live or in the history")));
    }

    private record Groups(String by, List<Group> groups) {}

    private record Runs(List<RunRow> runs, long total, String nextCursor) {}

    private record Alerts(List<AlertRow> alerts, long total, String nextCursor) {}
}
