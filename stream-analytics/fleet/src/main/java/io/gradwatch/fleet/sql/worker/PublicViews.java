package io.gradwatch.fleet.sql.worker;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.schema.fault.AlertClass;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The tables for queries, as temporary views of one connection over the files of a snapshot. */
final class PublicViews {

    /** Names of the tables. */
    static final Set<String> NAMES =
            Set.of("runs", "steps", "evaluations", "tensors", "alerts", "annotations", "notes", "checkpoints");

    /** Prefix of all other relations of the connection; no query may use such a name. */
    static final String INTERNAL = "raw_";

    /** The view that is the query. */
    static final String ASKED = INTERNAL + "asked";

    /**
     * From which step on a later attempt has done the steps of an attempt again. One aggregate by run and attempt, so
     * that DuckDB sees that it has no row twice and leaves the join out where nobody asks for the column.
     */
    private static final String BOUNDARIES = """
            CREATE TEMP VIEW raw_boundaries AS
            SELECT a.run, a.attempt, min(later.first_step) AS superseded_from
            FROM raw_runs a JOIN raw_runs later ON later.run = a.run AND later.attempt > a.attempt
            WHERE a.event = 'seen' AND later.event = 'seen'
            GROUP BY a.run, a.attempt""";

    private static final String WITH_SUPERSEDED = """
            CREATE TEMP VIEW %1$s AS
            SELECT r.*, coalesce(r.step >= b.superseded_from, false) AS superseded
            FROM raw_%1$s r LEFT JOIN raw_boundaries b ON b.run = r.run AND b.attempt = r.attempt""";

    private static final String ATTEMPTS = """
            CREATE TEMP VIEW raw_attempts AS
            SELECT run, attempt, min(started) AS started, max(ended) AS ended, max(seen) AS seen,
              arg_max(outcome, ended) AS outcome, max(last_step) AS last_step, min(message) AS message,
              greatest(sum(devices), CASE WHEN sum(devices) > 0 THEN max(world_size) END)::INTEGER AS gpus
            FROM (SELECT run, attempt, rank, min(coalesce(first_time, time)) AS started, max(time) AS seen,
                max(time) FILTER (event = 'ended') AS ended, arg_max(outcome, time) AS outcome,
                arg_max(coalesce(exception || ': ', '') || message, time) FILTER (event = 'ended') AS message,
                max(last_step) AS last_step, max(world_size) FILTER (world_size <= %d) AS world_size,
                coalesce(len(arg_max(devices, time) FILTER (event = 'started')), 0) AS devices
              FROM raw_runs GROUP BY run, attempt, rank)
            GROUP BY run, attempt""".formatted(RunRow.MOST_WORLD_SIZE);

    private static final String RUNS = """
            CREATE TEMP VIEW runs AS
            SELECT a.run, d.name, d.project, d.owner, d.host, d.framework, d.framework_version, d.devices,
              CASE WHEN d.world_size <= %d THEN d.world_size ELSE 1 END AS world_size, d.hyperparameters, d.layers, d.classes, d.objective, d.goal_error, d.reference,
              d.single_batch, a.attempts, a.started, a.ended, coalesce(a.outcome, 'running') AS outcome, a.message,
              a.last_seen, a.last_step, coalesce(a.gpus, 0) AS gpus, coalesce(a.gpu_hours, 0) AS gpu_hours, l.loss,
              l.best_loss, CASE WHEN u.diverged THEN 'diverged' WHEN u.run IS NOT NULL THEN 'unrecovered' END AS verdict,
              coalesce(u.classes, []) AS unrecovered,
              coalesce(d.tags, []) AS tags, d.notes, d.run_group, coalesce(d.summary, MAP {}) AS summary
            FROM (SELECT run, count(*) AS attempts, max(attempt) AS attempt, min(started) AS started, arg_max_null(ended, attempt) AS ended,
                arg_max_null(outcome, attempt) AS outcome, arg_max_null(message, attempt) AS message,
                max(seen) AS last_seen, max(last_step) AS last_step, arg_max(gpus, attempt) AS gpus,
                sum(gpus * epoch(coalesce(ended, seen) - started) / 3600.0) AS gpu_hours
              FROM raw_attempts GROUP BY run) a
            LEFT JOIN (SELECT run, arg_max(r, (attempt, -rank, time)) AS d FROM raw_runs r
              WHERE event = 'started' GROUP BY run) s ON s.run = a.run
            LEFT JOIN (SELECT run, arg_max("last", (attempt, last_step)) AS loss, min(minimum) AS best_loss
              FROM raw_spans WHERE series = 'loss' AND rank = 0 GROUP BY run) l ON l.run = a.run
            LEFT JOIN raw_unrecovered u ON u.run = a.run AND u.attempt = a.attempt""".formatted(RunRow.MOST_WORLD_SIZE);

    /**
     * Classes of the alerts with which attempts ended, the gravest first. An attempt may have been gone on with by
     * another session, whose end then comes later than the alert; the clocks of agent and log may differ by a minute.
     */
    private static final String UNRECOVERED =
            """
            CREATE TEMP VIEW raw_unrecovered AS
            SELECT run, attempt, list(class ORDER BY severity, class) AS classes,
              bool_or(class IN (%s)) AS diverged
            FROM (SELECT l.run, l.attempt, l.class, min(l.severity) AS severity
              FROM alerts l LEFT JOIN raw_attempts a ON a.run = l.run AND a.attempt = l.attempt
              WHERE l.state = 'unrecovered' AND l.resolution = 'run_ended' AND l.severity <> 'info'
                AND l.class NOT IN (%s) AND (a.ended IS NULL OR l.ended + INTERVAL 1 MINUTE >= a.ended)
              GROUP BY l.run, l.attempt, l.class)
            GROUP BY run, attempt""".formatted(listed(AlertClass::isDivergence), listed(one -> !one.isFault()));

    private static final String ALERTS = """
            CREATE TEMP VIEW alerts AS
            SELECT id, l.run, l.run_name, l.project, l.owner, l.detector, l.class,
              CASE worst WHEN 3 THEN 'critical' WHEN 2 THEN 'warning' ELSE 'info' END AS severity,
              CASE WHEN l.state <> 'resolved' THEN l.state WHEN l.resolution = 'cleared' THEN 'recovered'
                ELSE 'unrecovered' END AS state, l.resolution,
              l.attempt, l.rank, l.layer, l.split, l.onset_step, first_step AS raised_step, raised, critical_since,
              CASE WHEN l.state <> 'firing' THEN l.raised_step END AS ended_step,
              CASE WHEN l.state <> 'firing' THEN l.raised END AS ended, l.summary, l.evidence, l.causes, l.remedies,
              l.last_good_checkpoint, coalesce(l.suspect_checkpoints, 0) AS suspect_checkpoints,
              transitions, k.acknowledged, k.acknowledged_by
            FROM (SELECT id, arg_max(t, revision) AS l, min(raised) AS raised, min(raised_step) AS first_step,
                max(CASE severity WHEN 'critical' THEN 3 WHEN 'warning' THEN 2 ELSE 1 END) AS worst,
                min(raised) FILTER (severity = 'critical') AS critical_since, count(DISTINCT revision) AS transitions
              FROM raw_alerts t GROUP BY id) t
            LEFT JOIN (SELECT alert, min(time) AS acknowledged, arg_min(acknowledged_by, time) AS acknowledged_by
              FROM raw_acknowledgements GROUP BY alert) k ON k.alert = t.id""";

    /** Of the votes of one person about an alert the last one counts. */
    private static final String ANNOTATIONS = """
            CREATE TEMP VIEW annotations AS
            SELECT r.alert, r.time, r.kind, r.author, r.via, r.text, r.assignee, r.useful,
              l.run, l.run_name, l.project, l.detector, l.class, l.severity
            FROM raw_annotations r LEFT JOIN alerts l ON l.id = r.alert
            QUALIFY r.kind <> 'usefulness'
              OR row_number() OVER (PARTITION BY r.kind, r.alert, r.author ORDER BY r.time DESC) = 1""";

    /** Of the versions of a note the last one counts. */
    private static final String NOTES = """
            CREATE TEMP VIEW notes AS
            SELECT run, note, time, series, step, last_step, text, author, via, changed, changed_by
            FROM raw_notes
            QUALIFY row_number() OVER (PARTITION BY run, note ORDER BY coalesce(changed, time) DESC, removed DESC) = 1
              AND NOT removed""";

    private static final String CHECKPOINTS = """
            CREATE TEMP VIEW checkpoints AS
            SELECT r.run, d.name AS run_name, d.project, r.attempt, r.rank, r.first_step AS step, r.time, r.name AS path,
              coalesce(r.summary, MAP {}) AS metrics
            FROM raw_runs r LEFT JOIN runs d ON d.run = r.run
            WHERE r.event = 'checkpoint'""";

    private PublicViews() {}

    static void create(Connection connection, Map<HistoryTable, List<String>> files) throws SQLException {
        List<String> statements = new ArrayList<>();
        for (HistoryTable table : List.of(
                HistoryTable.STEPS,
                HistoryTable.EVALUATIONS,
                HistoryTable.TENSORS,
                HistoryTable.RUNS,
                HistoryTable.ALERTS,
                HistoryTable.ACKNOWLEDGEMENTS,
                HistoryTable.ANNOTATIONS,
                HistoryTable.NOTES,
                HistoryTable.SPANS)) {
            statements.add(raw(table, files.getOrDefault(table, List.of())));
        }
        statements.add(BOUNDARIES);
        for (String table : List.of("steps", "evaluations", "tensors")) {
            statements.add(String.format(WITH_SUPERSEDED, table));
        }
        statements.addAll(List.of(ATTEMPTS, ALERTS, UNRECOVERED, RUNS, ANNOTATIONS, NOTES, CHECKPOINTS));
        try (Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static String listed(Predicate<AlertClass> included) {
        return Arrays.stream(AlertClass.values())
                .filter(included)
                .map(one -> "'" + one.label() + "'")
                .collect(Collectors.joining(", "));
    }

    private static String raw(HistoryTable table, List<String> files) {
        String name = INTERNAL + table.tableName();
        if (files.isEmpty()) {
            return "CREATE TEMP TABLE " + name + " (" + table.columns() + ")";
        }
        String paths =
                files.stream().map(file -> "'" + file.replace("'", "''") + "'").collect(Collectors.joining(", "));
        String empty = INTERNAL + "no_" + table.tableName();
        return "CREATE TEMP TABLE " + empty + " (" + table.columns() + "); CREATE TEMP VIEW " + name + " AS FROM "
                + table.read(paths, empty);
    }
}
