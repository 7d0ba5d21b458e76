package io.gradwatch.fleet.http.live;

import io.gradwatch.fleet.api.Described;
import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.ColumnCount;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunGroup;
import io.gradwatch.fleet.live.view.RunGroupQuery;
import io.gradwatch.fleet.live.view.RunRow;
import io.javalin.http.Context;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Lists of what is live, and single runs and alerts.
 *
 * @param fleet that is asked
 * @param notes that people wrote about a run, by its id
 */
public record LiveRoutes(LiveFleet fleet, Function<String, List<RunDetail.Note>> notes) implements ApiRoutes {

    private static final Parameter<String> BY = Parameter.choice(
            "by", Words.all(GroupKind.class), Words.of(GroupKind.PROJECT), "Common trait of the runs of a group.");
    private static final Parameter<Long> LIMIT =
            Parameter.wholeNumber("limit", 1, 1_000, 100L, "Most groups of the answer.");
    private static final Parameter<String> RUN = Parameter.path("run", "Id of the run.");
    private static final Parameter<String> ALERT = Parameter.path("id", "Id of the alert.");

    @Override
    public List<Route> routes() {
        return Stream.of(
                        Route.get(API + "/fleet", "The whole fleet on one screen", this::overview)
                                .answers(Overview.class),
                        Route.get(API + "/fleet/groups", "Groups of runs, the largest first", this::groups)
                                .with(BY, LIMIT)
                                .answers(Groups.class),
                        Route.get(API + "/runs", "The live runs, in parts", this::runs)
                                .with(Queries.OF_RUNS)
                                .answers(Runs.class),
                        Route.get(
                                        API + "/run-columns",
                                        "Columns that the live runs have, the commonest first",
                                        this::columns)
                                .with(Queries.OF_COLUMNS)
                                .answers(Columns.class),
                        Route.get(
                                        API + "/run-groups",
                                        "Live runs by a column, the largest group first",
                                        this::runGroups)
                                .with(Queries.OF_GROUPS)
                                .answers(RunGroupList.class),
                        Route.get(API + "/runs/{run}", "All that is known of a run", this::run)
                                .with(RUN)
                                .answers(RunDetail.class)
                                .mayBeMissing(),
                        Route.get(API + "/alerts", "The alerts of the live runs, newest first, in parts", this::alerts)
                                .with(Queries.OF_ALERTS)
                                .answers(Alerts.class),
                        Route.get(API + "/alerts/{id}", "All that is known of an alert", this::alert)
                                .with(ALERT)
                                .answers(AlertDetail.class)
                                .mayBeMissing())
                .map(Route::mayBeUnavailable)
                .toList();
    }

    private void overview(Context context) {
        Json.answer(context, fleet.overview());
    }

    private void groups(Context context) {
        String by = BY.of(context);
        long limit = LIMIT.of(context);
        List<Group> groups = fleet.groups(Words.constant(GroupKind.class, by));
        Json.answer(context, new Groups(by, groups.stream().limit(limit).toList()));
    }

    private void runs(Context context) {
        Page<RunRow> page = Queries.withCursor(context, () -> fleet.runs(Queries.runs(context)));
        Json.answer(context, new Runs(page.items(), page.total(), page.nextCursor()));
    }

    private void columns(Context context) {
        List<ColumnCount> columns = fleet.columns(Queries.named(context));
        int most = Queries.mostColumns(context);
        Json.answer(context, new Columns(columns.stream().limit(most).toList(), columns.size()));
    }

    private void runGroups(Context context) {
        RunGroupQuery query = Queries.groups(context);
        int most = Queries.mostGroups(context);
        List<RunGroup> groups = Queries.withCursor(context, () -> fleet.runGroups(query));
        Json.answer(
                context,
                new RunGroupList(
                        query.by(), query.of(), groups.stream().limit(most).toList(), groups.size()));
    }

    private void run(Context context) {
        String id = RUN.of(context);
        Json.answer(
                context,
                fleet.run(id)
                        .map(run -> run.withNotes(notes.apply(id)))
                        .orElseThrow(() -> ApiException.notFound("No run '" + id + "' is live or in the history")));
    }

    private void alerts(Context context) {
        Page<AlertRow> page = Queries.withCursor(context, () -> fleet.alerts(Queries.alerts(context)));
        Json.answer(context, new Alerts(page.items(), page.total(), page.nextCursor()));
    }

    private void alert(Context context) {
        String id = ALERT.of(context);
        Json.answer(
                context,
                fleet.alert(id)
                        .orElseThrow(() -> ApiException.notFound("No alert '" + id + "' is live or in the history")));
    }

    @Described(name = "GroupList")
    private record Groups(
            @Described(value = "Common trait of the runs of a group.", oneOf = GroupKind.class)
            String by,

            @Described("The groups.") List<Group> groups) {}

    @Described(name = "RunColumnList")
    private record Columns(
            @Described("The columns.") List<ColumnCount> columns,
            @Described("Columns in all.") long total) {}

    private record RunGroupList(
            @Described("Column in which the runs of a group have the same value.")
            String by,

            @Described("Column that is measured.") String of,
            @Described("The groups.") List<RunGroup> groups,
            @Described("Groups in all.") long total) {}

    @Described(name = "RunList")
    private record Runs(
            @Described("The runs of this part.") List<RunRow> runs,
            @Described("Runs of all parts.") long total,

            @Described(value = "Cursor of the next part; null after the last.", nullable = true)
            String nextCursor) {}

    @Described(name = "AlertList")
    private record Alerts(
            @Described("The alerts of this part.") List<AlertRow> alerts,
            @Described("Alerts of all parts.") long total,

            @Described(value = "Cursor of the next part; null after the last.", nullable = true)
            String nextCursor) {}
}
