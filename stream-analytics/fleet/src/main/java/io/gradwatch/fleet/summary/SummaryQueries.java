package io.gradwatch.fleet.summary;

import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.silence.NamePattern;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Questions of a summary over the public tables. Everybody can ask them in SQL, too. */
record SummaryQueries(SummaryPeriod period) {

    static final int MOST_FAULTS = 50;
    static final int MOST_LISTED = 10;

    /** An alert that somebody must still see to. */
    private static final String OPEN = "(a.state = 'firing' OR (a.state = 'unrecovered' AND a.resolution = 'run_ended'"
            + " AND a.acknowledged IS NULL))";

    /** Counts of runs. */
    String runs() {
        return """
                SELECT count(*) FILTER (%1$s), count(*) FILTER (%2$s),
                  count(*) FILTER (%2$s AND outcome = 'finished'),
                  count(*) FILTER (%2$s AND outcome IN ('failed', 'out_of_memory', 'killed'))
                FROM runs WHERE %3$s AND %4$s""".formatted(within("started"), within("ended"), project("project"), team("run"));
    }

    /** Alerts by class. */
    String faults() {
        return """
                SELECT a.class, count(*), count(DISTINCT a.run), count(*) FILTER (a.severity = 'critical') AS critical,
                  count(*) FILTER (a.state = 'recovered'), count(*) FILTER (%s),
                  count(*) FILTER (a.acknowledged IS NOT NULL)
                FROM alerts a WHERE %s AND a.severity <> 'info' AND %s AND %s AND %s
                GROUP BY a.class ORDER BY critical DESC, count(DISTINCT a.run) DESC, a.class LIMIT %d""".formatted(OPEN, within("a.raised"), isFault(), project("a.project"), team("a.run"), MOST_FAULTS);
    }

    /**
     * Runs with the hours that they lost; of faults that overlap, time counts once. After a crash a run uses no
     * accelerator. The last columns are totals.
     */
    String losses() {
        return """
                WITH faults AS (
                  SELECT a.run, a.class, r.name, r.project, r.owner, r.outcome, r.gpus, %1$s AS open,
                    greatest(a.critical_since, %2$s) AS since,
                    least(coalesce(a.ended, r.ended, r.last_seen), %3$s) AS until
                  FROM alerts a JOIN runs r ON r.run = a.run
                  WHERE a.critical_since < %3$s AND coalesce(a.ended, r.ended, r.last_seen) > %2$s AND %4$s
                    AND a.class <> 'crashed' AND %5$s AND %7$s),
                parts AS (
                  SELECT *, greatest(since, coalesce(max(until) OVER (PARTITION BY run ORDER BY since, until
                    ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), since)) AS begins FROM faults),
                losses AS (
                  SELECT run, any_value(name) AS name, any_value(project) AS project, any_value(owner) AS owner,
                    any_value(outcome) AS outcome, string_agg(DISTINCT class, ', ' ORDER BY class) AS classes,
                    sum(gpus * greatest(0.0, epoch(until) - epoch(begins))) / 3600.0 AS lost, bool_or(open) AS open
                  FROM parts GROUP BY run)
                SELECT *, sum(lost) OVER (), count(*) FILTER (lost > 0) OVER () FROM losses
                ORDER BY lost DESC, open DESC, run LIMIT %6$d""".formatted(OPEN, from(), to(), isFault(), project("r.project"), MOST_LISTED, team("r.run"));
    }

    /** Projects with a new lowest validation loss. */
    String results() {
        return """
                WITH losses AS (
                  SELECT r.project, e.run, r.name, e.time, e.loss FROM evaluations e JOIN runs r ON r.run = e.run
                  WHERE e.split = 'train-val' AND isfinite(e.loss) AND e.time < %1$s AND %2$s AND %5$s),
                best AS (
                  SELECT project, arg_min(run, loss) FILTER (time >= %3$s) AS run,
                    arg_min(name, loss) FILTER (time >= %3$s) AS name, min(loss) FILTER (time >= %3$s) AS loss,
                    min(loss) FILTER (time < %3$s) AS before
                  FROM losses GROUP BY project)
                SELECT * FROM best WHERE loss IS NOT NULL AND (before IS NULL OR loss < before)
                ORDER BY project LIMIT %4$d""".formatted(to(), project("r.project"), from(), MOST_LISTED, team("r.run"));
    }

    /** Counts of votes. */
    String votes() {
        return """
                SELECT count(*) FILTER (useful), count(*) FILTER (NOT useful) FROM annotations
                WHERE kind = 'usefulness' AND %s AND %s AND %s""".formatted(within("time"), project("project"), team("run"));
    }

    private String within(String column) {
        return "(" + column + " >= " + from() + " AND " + column + " < " + to() + ")";
    }

    private String from() {
        return timestamp(period.fromMillis());
    }

    private String to() {
        return timestamp(period.toMillis());
    }

    private static String timestamp(long millis) {
        return "make_timestamp(" + millis * 1_000 + ")";
    }

    private String project(String column) {
        return period.project() == null
                ? "true"
                : column + " = '" + period.project().replace("'", "''") + "'";
    }

    private String team(String column) {
        if (period.team().isAll()) {
            return "true";
        }
        String matches = Stream.concat(
                        period.team().projects().stream().map(pattern -> matches("project", pattern)),
                        period.team().owners().stream().map(pattern -> matches("owner", pattern)))
                .collect(Collectors.joining(" OR "));
        return column + " IN (SELECT run FROM runs WHERE " + matches + ")";
    }

    private static String matches(String column, NamePattern pattern) {
        return "regexp_full_match(" + column + ", '" + pattern.regex().replace("'", "''") + "', 's')";
    }

    private static String isFault() {
        return Arrays.stream(AlertClass.values())
                .filter(one -> !one.isFault())
                .map(one -> "'" + one.label() + "'")
                .collect(Collectors.joining(", ", "a.class NOT IN (", ")"));
    }
}
