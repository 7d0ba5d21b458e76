package io.gradwatch.fleet.http.live;

import io.gradwatch.fleet.http.route.Parameters;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunSort;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.schema.fault.RunVerdict;
import io.javalin.http.Context;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads queries from the parameters of a request, and writes them as such for another instance. */
final class Queries {

    /** Rows of a part. Own choice. */
    static final long MOST_ROWS = 1_000;

    private static final long USUAL_ROWS = 100;
    private static final int MOST_TAGS = 16;
    private static final List<String> SEVERITIES = List.of("info", "warning", "critical");
    private static final Set<String> OF_RUNS = Set.of(
            "state",
            "verdict",
            "project",
            "owner",
            "host",
            "severity",
            "text",
            "tag",
            "group",
            "sort",
            "order",
            "limit",
            "cursor");
    private static final Set<String> OF_ALERTS = Set.of(
            "state", "status", "open", "severity", "class", "run", "project", "owner", "since", "limit", "cursor");

    private Queries() {}

    static RunQuery runs(Context context) {
        Parameters given = new Parameters(context, OF_RUNS);
        String sort = given.choice("sort", RunSort.labels(), RunSort.STARTED.label());
        return new RunQuery(
                given.choice("state", RunStatus.labels(), null),
                given.choice("verdict", RunVerdict.labels(), null),
                given.text("project"),
                given.text("owner"),
                given.text("host"),
                given.choice("severity", SEVERITIES, null),
                given.text("text"),
                given.texts("tag", MOST_TAGS),
                given.text("group"),
                RunSort.valueOf(sort.toUpperCase(Locale.ROOT)),
                "asc".equals(given.choice("order", List.of("asc", "desc"), "desc")),
                given.wholeNumber("limit", 1, MOST_ROWS, USUAL_ROWS).intValue(),
                given.text("cursor"));
    }

    static AlertQuery alerts(Context context) {
        Parameters given = new Parameters(context, OF_ALERTS);
        return new AlertQuery(
                given.choice("state", AlertRow.STATES, null),
                given.choice("status", AlertRow.STATUSES, null),
                open(given),
                given.choice("severity", SEVERITIES, null),
                given.text("class"),
                given.text("run"),
                given.text("project"),
                given.text("owner"),
                given.wholeNumber("since", 0, Long.MAX_VALUE, null),
                given.wholeNumber("limit", 1, MOST_ROWS, USUAL_ROWS).intValue(),
                given.text("cursor"));
    }

    private static Boolean open(Parameters given) {
        String open = given.choice("open", List.of("true", "false"), null);
        return open == null ? null : Boolean.valueOf(open);
    }

    static Map<String, Object> parameters(RunQuery query) {
        Map<String, Object> parameters = new TreeMap<>();
        put(parameters, "state", query.state());
        put(parameters, "verdict", query.verdict());
        put(parameters, "project", query.project());
        put(parameters, "owner", query.owner());
        put(parameters, "host", query.host());
        put(parameters, "severity", query.severity());
        put(parameters, "text", query.text());
        put(parameters, "tag", query.tags());
        put(parameters, "group", query.group());
        put(parameters, "sort", query.sort().label());
        put(parameters, "order", query.ascending() ? "asc" : "desc");
        put(parameters, "limit", query.limit());
        put(parameters, "cursor", query.cursor());
        return parameters;
    }

    static Map<String, Object> parameters(AlertQuery query) {
        Map<String, Object> parameters = new TreeMap<>();
        put(parameters, "state", query.state());
        put(parameters, "severity", query.severity());
        put(parameters, "status", query.status());
        put(parameters, "open", query.open());
        put(parameters, "class", query.alertClass());
        put(parameters, "run", query.run());
        put(parameters, "project", query.project());
        put(parameters, "owner", query.owner());
        put(parameters, "since", query.since());
        put(parameters, "limit", query.limit());
        put(parameters, "cursor", query.cursor());
        return parameters;
    }

    /** The answer; a cursor that is none is a wrong parameter. */
    static <T> T withCursor(Context context, Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException e) {
            throw Parameters.wrong("cursor", context.queryParam("cursor"), "a next_cursor of an earlier answer");
        }
    }

    private static void put(Map<String, Object> parameters, String name, Object value) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
