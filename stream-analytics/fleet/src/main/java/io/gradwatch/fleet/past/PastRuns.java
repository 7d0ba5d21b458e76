package io.gradwatch.fleet.past;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistoryTable;
import io.gradwatch.fleet.history.RowQueries;
import io.gradwatch.fleet.live.view.AlertCounts;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunDetail.Attempt;
import io.gradwatch.fleet.live.view.RunDetail.Metric;
import io.gradwatch.fleet.live.view.RunDetailBuilder;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.fleet.live.view.RunRowBuilder;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.fleet.series.GeneralisationGap;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.fault.RunVerdict;
import io.gradwatch.schema.series.SeriesNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Runs as the history has them: what a live run has, but for what changes with each step and for where an extreme was.
 */
final class PastRuns {

    /** Of the rank that speaks for the run. The last value is that of the last attempt. */
    private static final String SERIES = """
            SELECT series, arg_max_null("last", (attempt, last_step)) AS last_value,
              arg_max(last_step, (attempt, last_step)) AS last_step, epoch_ms(max(last_time)) AS last_millis,
              min(minimum) AS least, max(maximum) AS greatest,
              sum(nan + positive_infinity + negative_infinity)::BIGINT AS non_finite
            FROM\s""" + RowQueries.ROWS + """
             WHERE run = $1
            GROUP BY series, rank QUALIFY rank = min(rank) OVER () ORDER BY series LIMIT 256""";

    /** Own choice, the same as in SQL. */
    private static final long CLOCKS_APART_MILLIS = 60_000;

    private final History history;
    private final PastAlerts alerts;

    PastRuns(History history, PastAlerts alerts) {
        this.history = history;
        this.alerts = alerts;
    }

    /** A series, and when it was written last. */
    private record Written(Metric metric, long millis) {}

    /** Empty where the history has nothing of the run. */
    Optional<RunDetail> run(String id) {
        PastPlaces places = PastPlaces.of(history, id);
        if (places.isEmpty()) {
            return Optional.empty();
        }
        PastDeclaration declared = PastDeclaration.of(history, id);
        List<Written> series = history.rows().ofRun(HistoryTable.SPANS, id, SERIES, PastRuns::written);
        Map<String, Metric> metrics =
                series.stream().map(Written::metric).collect(Collectors.toMap(Metric::series, one -> one));
        List<AlertRow> ofRun = alerts.ofRun(id);
        RunRow row = row(id, places, declared, series, metrics, ofRun);
        return Optional.of(RunDetailBuilder.builder()
                .row(row)
                .description(declared.description())
                .attempts(places.attempts())
                .metrics(series.stream().map(Written::metric).toList())
                .ranks(places.ranks())
                .generalisationGap(GeneralisationGap.of(name -> last(metrics, name)))
                .alerts(ofRun)
                .build());
    }

    private static RunRow row(
            String id,
            PastPlaces places,
            PastDeclaration declared,
            List<Written> series,
            Map<String, Metric> metrics,
            List<AlertRow> alerts) {
        List<Attempt> attempts = places.attempts();
        Attempt last = attempts.get(attempts.size() - 1);
        Metric loss = metrics.get("loss");
        List<AlertRow> open = alerts.stream().filter(AlertRow::firing).toList();
        List<AlertRow> unrecovered =
                alerts.stream().filter(alert -> endedWith(alert, last)).toList();
        List<String> classes = classes(unrecovered);
        RunVerdict verdict = RunVerdict.of(classes);
        return RunRowBuilder.builder()
                .run(id)
                .name(declared.name())
                .project(declared.project())
                .owner(declared.owner())
                .host(declared.host())
                .gpu(declared.gpu())
                .gpus(declared.gpus())
                .state(state(last).label())
                .attempt(last.attempt())
                .step(last.lastStep())
                .loss(loss == null ? null : (Double) loss.last())
                .bestLoss(loss == null ? null : loss.min())
                .lossStep(loss == null ? null : (Long) loss.lastStep())
                .learningRate(last(metrics, "learning_rate"))
                .gradientNorm(last(metrics, "gradient_norm"))
                .startedMillis(places.startedMillis())
                .lastEventMillis(places.seenMillis())
                .lastStepMillis(lastStepMillis(series))
                .endedMillis(last.endedMillis())
                .worldSize(declared.worldSize())
                .openAlerts(counts(open))
                .worstClass(worstClass(open))
                .unrecovered(classes)
                .unrecoveredAlerts(counts(unrecovered))
                .verdict(verdict == null ? null : verdict.label())
                .tags(declared.tags())
                .group(declared.group())
                .build();
    }

    /** As the table of runs in SQL has it. */
    private static boolean endedWith(AlertRow alert, Attempt last) {
        return AlertRow.UNRECOVERED.equals(alert.state())
                && "run_ended".equals(alert.resolution())
                && alert.attempt() == last.attempt()
                && !alert.severity().equals("info")
                && AlertClass.isFault(alert.alertClass())
                && (last.endedMillis() == null || alert.endedMillis() + CLOCKS_APART_MILLIS >= last.endedMillis());
    }

    /** The gravest first. */
    private static List<String> classes(List<AlertRow> alerts) {
        return alerts.stream()
                .sorted(Comparator.comparing(AlertRow::severity))
                .map(AlertRow::alertClass)
                .distinct()
                .toList();
    }

    /** Evaluations are no steps. */
    private static long lastStepMillis(List<Written> series) {
        return series.stream()
                .filter(one -> SeriesNames.splitOf(one.metric().series()) == null)
                .mapToLong(Written::millis)
                .max()
                .orElse(0);
    }

    /** One that never said that it ended was silent when it left the live tables. */
    private static RunStatus state(Attempt last) {
        return last.outcome() == null ? RunStatus.SILENT : RunStatus.ofOutcome(last.outcome());
    }

    private static AlertCounts counts(List<AlertRow> open) {
        AlertCounts counts = AlertCounts.NONE;
        for (AlertRow alert : open) {
            counts = counts.plus(AlertCounts.one(alert.severity()));
        }
        return counts;
    }

    private static String worstClass(List<AlertRow> open) {
        for (String severity : List.of("critical", "warning", "info")) {
            for (AlertRow alert : open) {
                if (alert.severity().equals(severity)) {
                    return alert.alertClass();
                }
            }
        }
        return null;
    }

    private static Double last(Map<String, Metric> metrics, String series) {
        Metric metric = metrics.get(series);
        return metric == null ? null : (Double) metric.last();
    }

    private static Written written(ResultSet row) throws SQLException {
        return new Written(
                new Metric(
                        row.getString("series"),
                        row.getDouble("last_value"),
                        row.getLong("last_step"),
                        (Double) row.getObject("least"),
                        null,
                        (Double) row.getObject("greatest"),
                        null,
                        row.getLong("non_finite")),
                row.getLong("last_millis"));
    }
}
