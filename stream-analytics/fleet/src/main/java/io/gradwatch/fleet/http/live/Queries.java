package io.gradwatch.fleet.http.live;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQuery.Order;
import io.gradwatch.fleet.live.view.RunSort;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.RunVerdict;
import io.javalin.http.Context;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Reads queries from the parameters of a request, and writes them as such for another instance. */
final class Queries {

    /** Rows of a part. Own choice. */
    static final long MOST_ROWS = 1_000;

    private static final List<String> SEVERITIES = Words.all(Severity.class);

    private static final Parameter<String> PROJECT = Parameter.text("project", "Only of this project.");
    private static final Parameter<String> OWNER = Parameter.text("owner", "Only of this owner.");
    private static final Parameter<Long> LIMIT =
            Parameter.wholeNumber("limit", 1, MOST_ROWS, 100L, "Most rows of the part.");
    private static final Parameter<String> CURSOR =
            Parameter.text("cursor", "The next_cursor of the part before; the first part without it.");

    private static final Parameter<String> RUN_STATE =
            Parameter.choice("state", Words.all(RunStatus.class), null, "Only runs in this state.");
    private static final Parameter<String> VERDICT =
            Parameter.choice("verdict", RunVerdict.labels(), null, "Only runs that ended so.");
    private static final Parameter<String> HOST = Parameter.text("host", "Only runs on this host.");
    private static final Parameter<String> REACHED_SEVERITY = Parameter.choice(
            "severity",
            SEVERITIES,
            null,
            "Only runs with a firing alert, or an unrecovered one at their end, of this severity or a graver one.");
    private static final Parameter<String> TEXT = Parameter.text(
            "text",
            "Words, in any order and case, each of which must be in the id, name, project, owner, host, tags, notes or"
                    + " group.");
    private static final Parameter<List<String>> TAG =
            Parameter.texts("tag", 16, "Only runs with this tag; given several times, with all of them.");
    private static final Parameter<String> GROUP = Parameter.text("group", "Only runs that name this group.");
    private static final Parameter<String> SORT = Parameter.choice(
            "sort",
            Words.all(RunSort.class),
            Words.of(RunSort.STARTED),
            "Order of the runs; those without the value come last.");
    private static final Parameter<String> ORDER =
            Parameter.choice("order", Words.all(Order.class), Words.of(Order.DESC), "Direction of the order.");

    private static final Parameter<String> ALERT_STATE =
            Parameter.choice("state", Words.all(AlertState.class), null, "Only alerts in this state.");
    private static final Parameter<String> STATUS = Parameter.choice(
            "status",
            Words.all(AlertRow.Status.class),
            null,
            "Only alerts of this status; those that are firing or unrecovered are neither silenced nor acknowledged,"
                    + " and no live alert is expired.");
    private static final Parameter<Boolean> OPEN =
            Parameter.bool("open", "Only alerts that somebody must still see to, or only the others.");
    private static final Parameter<String> SEVERITY =
            Parameter.choice("severity", SEVERITIES, null, "Only alerts of exactly this severity.");
    private static final Parameter<String> CLASS = Parameter.text("class", "Only alerts of this class.");
    private static final Parameter<String> RUN = Parameter.text("run", "Only alerts of the run with this id.");
    private static final Parameter<String> ASSIGNEE =
            Parameter.text("assignee", "Only alerts that this person was assigned to look after.");
    private static final Parameter<Long> SINCE = Parameter.wholeNumber(
            "since", 0, Long.MAX_VALUE, null, "Only alerts raised then or later, milliseconds since 1970-01-01 UTC.");

    /** Parameters of a list of runs. */
    static final List<Parameter<?>> OF_RUNS = List.of(
            RUN_STATE, VERDICT, PROJECT, OWNER, HOST, REACHED_SEVERITY, TEXT, TAG, GROUP, SORT, ORDER, LIMIT, CURSOR);

    /** Parameters of a list of alerts. */
    static final List<Parameter<?>> OF_ALERTS =
            List.of(ALERT_STATE, STATUS, OPEN, SEVERITY, CLASS, RUN, PROJECT, OWNER, ASSIGNEE, SINCE, LIMIT, CURSOR);

    private Queries() {}

    static RunQuery runs(Context context) {
        return read(context, OF_RUNS, RunQuery.class);
    }

    static AlertQuery alerts(Context context) {
        return read(context, OF_ALERTS, AlertQuery.class);
    }

    private static <T> T read(Context context, List<Parameter<?>> parameters, Class<T> type) {
        Map<String, Object> values = new HashMap<>();
        parameters.forEach(parameter -> values.put(parameter.name(), parameter.of(context)));
        return Json.mapper().convertValue(values, type);
    }

    /** Parameters of a query, by name; those that let all pass are left out. */
    static Map<String, Object> parameters(Record query) {
        Map<String, Object> parameters =
                Json.mapper().convertValue(query, new TypeReference<TreeMap<String, Object>>() {});
        parameters.values().removeIf(Objects::isNull);
        return parameters;
    }

    /** The answer; a cursor that is none is a wrong parameter. */
    static <T> T withCursor(Context context, Supplier<T> answer) {
        try {
            return answer.get();
        } catch (IllegalArgumentException e) {
            throw CURSOR.wrong(context.queryParam("cursor"), "a next_cursor of an earlier answer");
        }
    }
}
