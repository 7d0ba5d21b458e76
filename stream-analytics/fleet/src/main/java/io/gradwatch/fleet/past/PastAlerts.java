package io.gradwatch.fleet.past;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.fleet.history.files.RecordColumns;
import io.gradwatch.fleet.history.read.RowQueries;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertTransition;
import io.gradwatch.schema.LiveAlert;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Alerts restored from the history to the state that the live tables had of them. */
record PastAlerts(History history) {

    /** A transition may be in the topic twice. In the live tables the alert with the last transition stands last. */
    private static final String TRANSITIONS = """
            SELECT * REPLACE (CASE WHEN state <> 'resolved' THEN state WHEN resolution = 'cleared' THEN 'recovered'
                ELSE 'unrecovered' END AS state, epoch_ms(raised) AS raised)
            FROM\s""" + RowQueries.ROWS + """
             WHERE run = $1
            QUALIFY row_number() OVER (PARTITION BY id, revision ORDER BY raised) = 1
            ORDER BY max(raised) OVER (PARTITION BY id), id, revision""";

    private static final String RUN = "SELECT run FROM " + RowQueries.ROWS + " WHERE id = $1 LIMIT 1";

    /** The run of an alert; empty where the history has no such alert. */
    Optional<String> runOf(String id) {
        return history.rows().of(HistoryTable.ALERTS, id, RUN, row -> row.getString(1)).stream()
                .findFirst();
    }

    /** The alerts of a run. */
    List<LiveAlert> ofRun(String run) {
        Map<String, LiveAlert> alerts = new LinkedHashMap<>();
        for (Alert each : history.rows().ofRun(HistoryTable.ALERTS, run, TRANSITIONS, PastAlerts::transition)) {
            LiveAlert alert = alerts.computeIfAbsent(each.getId(), id -> new LiveAlert(each, new ArrayList<>()));
            alert.setAlert(each);
            alert.getTransitions()
                    .add(new AlertTransition(
                            each.getState(), each.getSeverity(), each.getRaisedStep(), each.getRaisedTimeMillis()));
        }
        return List.copyOf(alerts.values());
    }

    private static Alert transition(ResultSet row) throws SQLException {
        return RecordColumns.record(row, RecordColumns.ALERT);
    }
}
