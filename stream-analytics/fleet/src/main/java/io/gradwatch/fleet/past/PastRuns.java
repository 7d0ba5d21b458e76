package io.gradwatch.fleet.past;

import io.gradwatch.admission.CheckpointPath;
import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.RecordColumns;
import io.gradwatch.fleet.history.read.RowQueries;
import io.gradwatch.fleet.live.row.AlertRows;
import io.gradwatch.fleet.live.row.Details;
import io.gradwatch.fleet.live.table.RunAlerts;
import io.gradwatch.fleet.live.table.RunTracker;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.schema.AttemptState;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SavedCheckpoint;
import io.gradwatch.schema.SeriesState;
import io.gradwatch.schema.series.SeriesNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Runs restored from the history to the state that the live tables had of them, so that the same code makes their rows
 * and pages. Rates, progress, the steps of extremes and the pace of ranks are not restored.
 */
record PastRuns(History history, PastAlerts alerts) {

    private static final String DECLARATIONS = "SELECT * FROM " + RowQueries.ROWS
            + " WHERE run = $1 AND event = 'started' ORDER BY attempt DESC, rank, time DESC LIMIT 1";

    private static final String RANKS = """
            SELECT attempt, rank, coalesce(arg_max(host, time) FILTER (event = 'started'), '') AS host,
              epoch_ms(min(coalesce(first_time, time))) AS started, epoch_ms(max(time)) AS seen,
              epoch_ms(max(time) FILTER (event = 'ended')) AS ended,
              arg_max(outcome, time) FILTER (event = 'ended') AS outcome,
              arg_max_null(exception, time) FILTER (event = 'ended') AS exception,
              arg_max_null(message, time) FILTER (event = 'ended') AS message,
              coalesce(min(first_step) FILTER (event = 'seen'), -1) AS first_step,
              coalesce(max(last_step) FILTER (event = 'seen'), -1) AS last_step
            FROM\s""" + RowQueries.ROWS + """
             WHERE run = $1
            GROUP BY attempt, rank ORDER BY attempt, rank""";

    /** Series of the rank that speaks for the run. The last value is that of the last attempt. */
    private static final String SERIES = """
            SELECT series, arg_max_null("last", (attempt, last_step)) AS last_value,
              arg_max(last_step, (attempt, last_step)) AS last_step, epoch_ms(max(last_time)) AS last_millis,
              coalesce(min(minimum), 'nan') AS least, coalesce(max(maximum), 'nan') AS greatest,
              sum(nan + positive_infinity + negative_infinity)::BIGINT AS non_finite
            FROM\s""" + RowQueries.ROWS + """
             WHERE run = $1
            GROUP BY series, rank QUALIFY rank = min(rank) OVER () ORDER BY series LIMIT 256""";

    /** Those of the rank that speaks for the run; the one that was saved last to a path is the only one there. */
    private static final String CHECKPOINTS = """
            SELECT * FROM (
              SELECT attempt, coalesce(first_step, -1) AS step, name AS path, epoch_ms(time) AS saved, summary
              FROM (SELECT * FROM\s""" + RowQueries.ROWS + """
               WHERE run = $1 QUALIFY rank = min(rank) OVER ()) WHERE event = 'checkpoint'
              QUALIFY row_number() OVER (PARTITION BY name ORDER BY time DESC) = 1)
            QUALIFY row_number() OVER (ORDER BY saved DESC) <= 32 ORDER BY saved""";

    /** Difference between the clocks of agent and log. Own choice, the same as in SQL. */
    private static final long CLOCKS_APART_MILLIS = 60_000;

    /** One rank of one attempt. */
    private record RankOfAttempt(AttemptState attempt, LiveRank rank) {}

    /** A series, and the time of its last value. */
    private record Series(String name, SeriesState state, long millis) {}

    /** State of a run as the live tables have it. */
    private record Restored(LiveRun run, RunStarted declared, List<LiveRank> ranks, LiveAlerts alerts) {}

    /** Empty where the history has nothing of the run. */
    Optional<RunDetail> run(String id) {
        Restored run = restored(id);
        return run.ranks().isEmpty()
                ? Optional.empty()
                : Optional.of(Details.of(run.run(), false, run.declared(), run.ranks(), run.alerts()));
    }

    /** Empty where the history has no such alert. */
    Optional<AlertDetail> alert(String id) {
        return alerts.runOf(id)
                .map(this::restored)
                .flatMap(run -> run.alerts().getAlerts().stream()
                        .filter(alert -> alert.getAlert().getId().equals(id))
                        .findFirst()
                        .map(alert -> AlertRows.detail(
                                alert, run.run(), run.run().getSeries().keySet())));
    }

    private Restored restored(String id) {
        List<RankOfAttempt> ranks = history.rows().ofRun(HistoryTable.RUNS, id, RANKS, PastRuns::rank);
        LiveRun run = RunTracker.fresh(id);
        RunStarted declared = history.rows().ofRun(HistoryTable.RUNS, id, DECLARATIONS, PastRuns::declaration).stream()
                .findFirst()
                .orElse(null);
        if (declared != null) {
            RunTracker.declare(run, declared);
            run.setStepsWanted(null);
            run.setEpochsWanted(null);
        }
        if (!ranks.isEmpty()) {
            restoreAttempts(run, ranks);
        }
        restoreSeries(run, history.rows().ofRun(HistoryTable.SPANS, id, SERIES, PastRuns::series));
        run.setCheckpoints(history.rows().ofRun(HistoryTable.RUNS, id, CHECKPOINTS, PastRuns::checkpoint));
        LiveAlerts ofRun = new LiveAlerts(alerts.ofRun(id));
        RunAlerts.restore(run, ofRun.getAlerts());
        return new Restored(
                run, declared, ranks.stream().map(RankOfAttempt::rank).toList(), ofRun);
    }

    private static SavedCheckpoint checkpoint(ResultSet row) throws SQLException {
        return SavedCheckpoint.newBuilder()
                .setAttempt(row.getInt("attempt"))
                .setStep(row.getLong("step"))
                .setPath(CheckpointPath.bounded(row.getString("path")))
                .setSavedTimeMillis(row.getLong("saved"))
                .setMetrics(metrics((Map<?, ?>) row.getObject("summary")))
                .build();
    }

    /** @param kept null where the job gave none */
    private static Map<String, Double> metrics(Map<?, ?> kept) {
        Map<String, Double> metrics = new TreeMap<>();
        if (kept != null) {
            kept.forEach((name, value) -> metrics.put(name.toString(), Double.valueOf(value.toString())));
        }
        return metrics;
    }

    /** The lowest rank of an attempt speaks for it. */
    private static void restoreAttempts(LiveRun run, List<RankOfAttempt> ranks) {
        TreeMap<Integer, AttemptState> attempts = new TreeMap<>();
        ranks.forEach(one -> attempts.putIfAbsent(one.attempt().getAttempt(), one.attempt()));
        AttemptState last = attempts.lastEntry().getValue();
        run.setAttempts(new ArrayList<>(attempts.values()));
        run.setAttempt(last.getAttempt());
        run.setStep(last.getLastStep());
        run.setEndedMillis(last.getEndedMillis());
        run.setOutcome(last.getOutcome());
        run.setTakenOverMillis(last.getEndedMillis() == null ? 0 : last.getEndedMillis() - CLOCKS_APART_MILLIS - 1);
        run.setStartedMillis(ranks.stream()
                .mapToLong(one -> one.attempt().getStartedMillis())
                .min()
                .orElseThrow());
        run.setLastEventMillis(ranks.stream()
                .mapToLong(one -> one.rank().getLastEventMillis())
                .max()
                .orElseThrow());
    }

    private static void restoreSeries(LiveRun run, List<Series> series) {
        for (Series one : series) {
            run.getSeries().put(one.name(), one.state());
            // Evaluations are no steps.
            if (SeriesNames.splitOf(one.name()) == null) {
                run.setLastStepMillis(Math.max(run.getLastStepMillis(), one.millis()));
            }
        }
    }

    private static RankOfAttempt rank(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        AttemptState attempt = new AttemptState(
                row.getInt("attempt"),
                row.getLong("started"),
                (Long) row.getObject("ended"),
                outcome == null ? null : Words.constant(Outcome.class, outcome),
                row.getLong("first_step"),
                row.getLong("last_step"),
                row.getString("exception"),
                row.getString("message"));
        LiveRank rank = LiveRank.newBuilder()
                .setRank(row.getInt("rank"))
                .setAttempt(attempt.getAttempt())
                .setSession(0)
                .setSequence(0)
                .setHost(row.getString("host"))
                .setStep(attempt.getLastStep())
                .setLastEventMillis(row.getLong("seen"))
                .build();
        return new RankOfAttempt(attempt, rank);
    }

    private static Series series(ResultSet row) throws SQLException {
        SeriesState state = new SeriesState(
                row.getDouble("last_value"),
                row.getLong("last_step"),
                row.getDouble("least"),
                -1L,
                row.getDouble("greatest"),
                -1L,
                row.getLong("non_finite"));
        return new Series(row.getString("series"), state, row.getLong("last_millis"));
    }

    private static RunStarted declaration(ResultSet row) throws SQLException {
        RunStarted declared = RecordColumns.record(row, RecordColumns.DECLARATION, RecordColumns.WORDS);
        declared.setName(declared.getName() == null ? "" : declared.getName());
        declared.setWorldSize(RunRow.believedWorldSize(declared.getWorldSize()));
        return declared;
    }
}
