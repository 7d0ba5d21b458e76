package io.gradwatch.fleet.past;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistoryTable;
import io.gradwatch.fleet.history.RowQueries;
import io.gradwatch.fleet.history.SeriesQueries.Series;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertDetail.Evidence;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.AlertRowBuilder;
import io.gradwatch.fleet.series.AlertSeries;
import io.gradwatch.schema.series.SeriesNames;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Alerts as the history has them: one row for each transition. */
final class PastAlerts {

    /** A transition may be in the topic twice. */
    private static final String TRANSITIONS = """
            SELECT id, run, run_name, project, owner, detector, class, severity,
              CASE WHEN state <> 'resolved' THEN state WHEN resolution = 'cleared' THEN 'recovered' ELSE 'unrecovered' END
                AS state, resolution, attempt, rank, layer,
              split, onset_step, raised_step, epoch_ms(raised) AS raised_millis, summary, evidence, causes, remedies,
              arg_min(raised_step, revision) OVER (PARTITION BY id) AS first_step,
              min(epoch_ms(raised)) OVER (PARTITION BY id) AS first_millis
            FROM\s""" + RowQueries.ROWS + """
             WHERE %s = $1
            QUALIFY row_number() OVER (PARTITION BY id, revision ORDER BY raised) = 1
            ORDER BY id, revision""";

    private final History history;

    PastAlerts(History history) {
        this.history = history;
    }

    /** The alerts of a run, newest first. */
    List<AlertRow> ofRun(String run) {
        List<AlertDetail> transitions = history.rows()
                .ofRun(HistoryTable.ALERTS, run, String.format(TRANSITIONS, "run"), PastAlerts::transition);
        Map<String, List<AlertDetail>> byId = transitions.stream()
                .collect(Collectors.groupingBy(one -> one.row().id()));
        return byId.values().stream()
                .map(each -> last(each).row())
                .sorted(Comparator.comparingLong(AlertRow::raisedMillis).reversed())
                .toList();
    }

    Optional<AlertDetail> alert(String id) {
        List<AlertDetail> transitions =
                history.rows().of(HistoryTable.ALERTS, id, String.format(TRANSITIONS, "id"), PastAlerts::transition);
        return transitions.isEmpty() ? Optional.empty() : Optional.of(withCourse(transitions));
    }

    /** The alert as one transition left it, with that transition alone. */
    private static AlertDetail transition(ResultSet row) throws SQLException {
        long step = row.getLong("raised_step");
        long millis = row.getLong("raised_millis");
        return new AlertDetail(
                row(row, step, millis),
                JsonColumn.list(row.getString("evidence"), new TypeReference<>() {}),
                JsonColumn.list(row.getString("causes"), new TypeReference<>() {}),
                JsonColumn.list(row.getString("remedies"), new TypeReference<>() {}),
                List.of(new AlertDetail.Transition(row.getString("state"), row.getString("severity"), step, millis)),
                null);
    }

    private static AlertRow row(ResultSet row, long step, long millis) throws SQLException {
        String state = row.getString("state");
        boolean ended = !state.equals(AlertRow.FIRING);
        String split = row.getString("split");
        return AlertRowBuilder.builder()
                .id(row.getString("id"))
                .run(row.getString("run"))
                .runName(row.getString("run_name"))
                .project(row.getString("project"))
                .owner(row.getString("owner"))
                .detector(row.getString("detector"))
                .alertClass(row.getString("class"))
                .severity(row.getString("severity"))
                .state(state)
                .resolution(row.getString("resolution"))
                .attempt(row.getInt("attempt"))
                .rank((Integer) row.getObject("rank"))
                .layer(row.getString("layer"))
                .split(split == null ? null : SeriesNames.split(split))
                .onsetStep(row.getLong("onset_step"))
                .raisedStep(row.getLong("first_step"))
                .raisedMillis(row.getLong("first_millis"))
                .endedStep(ended ? (Long) step : null)
                .endedMillis(ended ? (Long) millis : null)
                .summary(row.getString("summary"))
                .status(state)
                .open(!ended)
                .build();
    }

    private AlertDetail withCourse(List<AlertDetail> transitions) {
        AlertDetail last = last(transitions);
        Set<String> series = history.series().series(last.row().run()).stream()
                .map(Series::name)
                .collect(Collectors.toSet());
        return new AlertDetail(
                last.row(),
                last.evidence(),
                last.causes(),
                last.remedies(),
                transitions.stream().flatMap(one -> one.transitions().stream()).toList(),
                AlertSeries.of(
                        last.evidence().stream().map(Evidence::series).toList(),
                        last.row().split(),
                        series));
    }

    private static AlertDetail last(List<AlertDetail> transitions) {
        return transitions.get(transitions.size() - 1);
    }
}
