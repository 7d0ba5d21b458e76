package io.gradwatch.fleet.http.live;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.live.column.Condition;
import io.gradwatch.fleet.live.column.SearchBudget;
import io.gradwatch.fleet.live.column.TextPattern;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunColumn;
import io.gradwatch.fleet.live.view.RunGroupQuery;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQuery.Order;
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
import java.util.stream.Stream;

/** Reads queries from the parameters of a request, and writes them as such for another instance. */
final class Queries {

    /** Rows of a part. Own choice. */
    static final long MOST_ROWS = 1_000;

    /** Runs that a list can be made of by their ids: as many as can be compared. */
    private static final int MOST_RUNS = 20;

    private static final List<String> SEVERITIES = Words.all(Severity.class);

    private static final Parameter<String> PROJECT = Parameter.text("project", "Only of this project.");
    private static final Parameter<String> OWNER = Parameter.text("owner", "Only of this owner.");
    private static final Parameter<Long> LIMIT =
            Parameter.wholeNumber("limit", 1, MOST_ROWS, 100L, "Most rows of the part.");
    private static final Parameter<String> CURSOR =
            Parameter.text("cursor", "The next_cursor of the part before; the first part without it.");

    private static final Parameter<List<String>> RUNS =
            Parameter.texts("run", MOST_RUNS, "Only the run with this id; given several times, these runs.");
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
                    + " group; or a regular expression between slashes, which must be found in one of them.");
    private static final Parameter<List<String>> TAG =
            Parameter.texts("tag", 16, "Only runs with this tag; given several times, with all of them.");
    private static final Parameter<String> GROUP = Parameter.text("group", "Only runs that name this group.");
    private static final Parameter<String> SORT = Parameter.text(
            "sort",
            "started",
            "Column that the runs are ordered by; those without a value come last in either direction, numbers come"
                    + " before texts, and NaN is the largest number.");
    private static final Parameter<List<String>> WHERE = Parameter.texts(
            "where",
            16,
            "Condition on a column: the column, one of = != < <= > >=, and a value; with = and !=, * and ? stand for any"
                    + " text and character, and a regular expression stands between slashes. Given several times, all"
                    + " hold.");
    private static final Parameter<List<String>> COLUMN = Parameter.texts(
            "column",
            64,
            "Column whose value each row has besides its fields, such as config.optimizer, metric.train-val/loss or"
                    + " result.accuracy.");
    private static final Parameter<String> BY =
            Parameter.text("by", "Column by which the runs are grouped.").required();
    private static final Parameter<String> OF = Parameter.text(
            "of", "loss", "Column of which the smallest and the largest value of each group are sought.");
    private static final Parameter<Long> MOST_GROUPS =
            Parameter.wholeNumber("limit", 1, MOST_ROWS, 100L, "Most groups of the answer.");
    private static final Parameter<String> NAMED =
            Parameter.text("text", "Only columns that have this in their name, whatever its case.");
    private static final Parameter<Long> MOST_COLUMNS =
            Parameter.wholeNumber("limit", 1, MOST_ROWS, 100L, "Most columns of the answer.");
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
    private static final Parameter<String> ASSIGNEE = Parameter.text(
            "assignee", "Only alerts that this person was assigned to look after; none for those that nobody was.");
    private static final Parameter<String> ALERT_TEXT = Parameter.text(
            "text",
            "Words, in any order and case, each of which must be in the summary, class, detector, layer, run, its name,"
                    + " project or owner; or a regular expression between slashes, which must be found in one of"
                    + " them.");
    private static final Parameter<Long> SINCE = Parameter.wholeNumber(
            "since", 0, Long.MAX_VALUE, null, "Only alerts raised then or later, milliseconds since 1970-01-01 UTC.");

    private static final List<Parameter<?>> FILTERS =
            List.of(RUNS, RUN_STATE, VERDICT, PROJECT, OWNER, HOST, REACHED_SEVERITY, TEXT, TAG, GROUP, WHERE);

    /** Parameters of a list of runs. */
    static final List<Parameter<?>> OF_RUNS = filtersAnd(COLUMN, SORT, ORDER, LIMIT, CURSOR);

    /** Parameters of groups of runs. */
    static final List<Parameter<?>> OF_GROUPS = filtersAnd(BY, OF, MOST_GROUPS);

    /** Parameters of a list of columns. */
    static final List<Parameter<?>> OF_COLUMNS = List.of(NAMED, MOST_COLUMNS);

    /** Parameters of a list of alerts. */
    static final List<Parameter<?>> OF_ALERTS = List.of(
            ALERT_STATE,
            STATUS,
            OPEN,
            SEVERITY,
            CLASS,
            RUN,
            PROJECT,
            OWNER,
            ASSIGNEE,
            ALERT_TEXT,
            SINCE,
            LIMIT,
            CURSOR);

    private Queries() {}

    static RunQuery runs(Context context) {
        RunQuery query = read(context, OF_RUNS, RunQuery.class);
        column(SORT, query.sort());
        query.columns().forEach(column -> column(COLUMN, column));
        return checked(query);
    }

    static RunGroupQuery groups(Context context) {
        List<Parameter<?>> filters = OF_GROUPS.stream()
                .filter(parameter -> OF_RUNS.contains(parameter))
                .toList();
        String by = BY.of(context);
        column(BY, by == null ? "" : by);
        column(OF, OF.of(context));
        return new RunGroupQuery(checked(read(context, filters, RunQuery.class)), by, OF.of(context));
    }

    static int mostGroups(Context context) {
        return MOST_GROUPS.of(context).intValue();
    }

    /** Part of the names of the columns that are asked for; null for all. */
    static String named(Context context) {
        return NAMED.of(context);
    }

    static int mostColumns(Context context) {
        return MOST_COLUMNS.of(context).intValue();
    }

    static AlertQuery alerts(Context context) {
        AlertQuery query = read(context, OF_ALERTS, AlertQuery.class);
        text(ALERT_TEXT, query.text());
        return query;
    }

    private static RunQuery checked(RunQuery query) {
        text(TEXT, query.text());
        query.where().forEach(condition -> check(WHERE, condition, () -> Condition.of(condition, new SearchBudget())));
        return query;
    }

    private static void text(Parameter<String> parameter, String text) {
        if (text != null && TextPattern.isExpression(text)) {
            check(parameter, text, () -> TextPattern.search(text, new SearchBudget()));
        }
    }

    private static void column(Parameter<?> parameter, String column) {
        check(parameter, column, () -> RunColumn.of(column));
    }

    private static void check(Parameter<?> parameter, String value, Runnable reading) {
        try {
            reading.run();
        } catch (IllegalArgumentException e) {
            throw parameter.wrong(value, e.getMessage());
        }
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

    /** Parameters of groups, by name. */
    static Map<String, Object> parameters(RunGroupQuery query) {
        Map<String, Object> parameters = parameters(query.runs());
        parameters.keySet().removeAll(List.of("limit", "sort"));
        parameters.put("by", query.by());
        parameters.put("of", query.of());
        return parameters;
    }

    /** The answer; a pattern that takes too long, or a cursor that is none, is a wrong parameter. */
    static <T> T withCursor(Context context, Supplier<T> answer) {
        try {
            return answer.get();
        } catch (SearchBudget.ExceededException e) {
            throw ApiException.badRequest(e.getMessage());
        } catch (IllegalArgumentException e) {
            throw CURSOR.wrong(context.queryParam("cursor"), "a next_cursor of an earlier answer");
        }
    }

    private static List<Parameter<?>> filtersAnd(Parameter<?>... others) {
        return Stream.<Parameter<?>>concat(FILTERS.stream(), Stream.of(others)).toList();
    }
}
