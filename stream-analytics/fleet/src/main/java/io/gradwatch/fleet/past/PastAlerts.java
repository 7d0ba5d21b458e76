package io.gradwatch.fleet.past;

import com.fasterxml.jackson.core.type.TypeReference;
import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.JsonColumn;
import io.gradwatch.fleet.history.read.RowQueries;
import io.gradwatch.fleet.history.read.SeriesQueries.Series;
import io.gradwatch.fleet.live.row.AlertRows;
import io.gradwatch.fleet.live.table.RunTracker;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.AlertTransition;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.LiveAlert;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Alerts restored from the history to the state that the live tables had of them. */
record PastAlerts(History history) {

    /** A transition may be in the topic twice. */
    private static final String TRANSITIONS = """
            SELECT id, run, run_name, project, owner, detector, class, severity,
              CASE WHEN state <> 'resolved' THEN state WHEN resolution = 'cleared' THEN 'recovered' ELSE 'unrecovered' END
                AS state, resolution, attempt, rank, layer,
              split, onset_step, raised_step, epoch_ms(raised) AS raised_millis, summary, evidence, causes, remedies
            FROM\s""" + RowQueries.ROWS + """
             WHERE %s = $1
            QUALIFY row_number() OVER (PARTITION BY id, revision ORDER BY raised) = 1
            ORDER BY id, revision""";

    /** The alerts of a run. */
    List<LiveAlert> ofRun(String run) {
        return alerts(history.rows()
                .ofRun(HistoryTable.ALERTS, run, String.format(TRANSITIONS, "run"), PastAlerts::transition));
    }

    Optional<AlertDetail> alert(String id) {
        return alerts(history.rows()
                        .of(HistoryTable.ALERTS, id, String.format(TRANSITIONS, "id"), PastAlerts::transition))
                .stream()
                .findFirst()
                .map(alert -> {
                    String run = alert.getAlert().getRunId();
                    Set<String> series = history.series().series(run).stream()
                            .map(Series::name)
                            .collect(Collectors.toSet());
                    return AlertRows.detail(alert, RunTracker.fresh(run), series);
                });
    }

    private static List<LiveAlert> alerts(List<Alert> transitions) {
        Map<String, LiveAlert> alerts = new LinkedHashMap<>();
        for (Alert each : transitions) {
            LiveAlert alert = alerts.computeIfAbsent(each.getId(), id -> new LiveAlert(each, new ArrayList<>()));
            alert.setAlert(each);
            alert.getTransitions()
                    .add(new AlertTransition(
                            each.getState(), each.getSeverity(), each.getRaisedStep(), each.getRaisedTimeMillis()));
        }
        return List.copyOf(alerts.values());
    }

    private static Alert transition(ResultSet row) throws SQLException {
        return Alert.newBuilder()
                .setId(row.getString("id"))
                .setDetector(row.getString("detector"))
                .setAlertClass(row.getString("class"))
                .setSeverity(constant(Severity.class, row.getString("severity")))
                .setState(constant(AlertState.class, row.getString("state")))
                .setResolution(constant(Resolution.class, row.getString("resolution")))
                .setRunId(row.getString("run"))
                .setRunName(row.getString("run_name"))
                .setProject(row.getString("project"))
                .setOwner(row.getString("owner"))
                .setAttempt(row.getInt("attempt"))
                .setRank((Integer) row.getObject("rank"))
                .setLayer(row.getString("layer"))
                .setSplit(row.getString("split"))
                .setOnsetStep(row.getLong("onset_step"))
                .setRaisedStep(row.getLong("raised_step"))
                .setRaisedTimeMillis(row.getLong("raised_millis"))
                .setSummary(row.getString("summary"))
                .setEvidence(
                        JsonColumn.list(row.getString("evidence"), new TypeReference<List<AlertDetail.Evidence>>() {})
                                .stream()
                                .map(PastAlerts::evidence)
                                .toList())
                .setCauses(advice(row.getString("causes")))
                .setRemedies(advice(row.getString("remedies")))
                .build();
    }

    /** Files of earlier versions have neither role nor series. */
    static Evidence evidence(AlertDetail.Evidence evidence) {
        return new Evidence(
                evidence.role() == null ? EvidenceRole.CIRCUMSTANCE : constant(EvidenceRole.class, evidence.role()),
                evidence.series() == null ? "" : evidence.series(),
                evidence.name(),
                evidence.value(),
                evidence.unit(),
                evidence.comparison(),
                evidence.threshold());
    }

    private static List<Advice> advice(String json) {
        return JsonColumn.list(json, new TypeReference<List<AlertDetail.Advice>>() {}).stream()
                .map(advice -> new Advice(advice.text(), advice.item()))
                .toList();
    }

    private static <T extends Enum<T>> T constant(Class<T> type, String name) {
        return name == null ? null : Enum.valueOf(type, name.toUpperCase(Locale.ROOT));
    }
}
