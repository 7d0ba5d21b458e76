package io.gradwatch.fleet.history.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.MetricDefinition;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SavedCheckpoint;
import io.gradwatch.schema.Severity;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RecordColumnsTest {

    /** Files of earlier versions have these columns, and people ask for them by name. */
    @Test
    void columnsOfAlertsAndRuns_stayAsTheyAre() {
        assertThat(HistoryTable.ALERTS.columns()).isEqualToIgnoringWhitespace("""
                id VARCHAR, revision INTEGER, run VARCHAR, run_name VARCHAR, project VARCHAR, owner VARCHAR,
                detector VARCHAR, class VARCHAR, severity VARCHAR, state VARCHAR, resolution VARCHAR, attempt INTEGER,
                rank INTEGER, layer VARCHAR, split VARCHAR, onset_step BIGINT, raised_step BIGINT, raised TIMESTAMP,
                summary VARCHAR, evidence VARCHAR, causes VARCHAR, remedies VARCHAR, last_good_checkpoint VARCHAR,
                suspect_checkpoints INTEGER""");
        assertThat(HistoryTable.RUNS.columns()).isEqualToIgnoringWhitespace("""
                run VARCHAR, attempt INTEGER, rank INTEGER, event VARCHAR, time TIMESTAMP, first_time TIMESTAMP,
                first_step BIGINT, last_step BIGINT, name VARCHAR, project VARCHAR, owner VARCHAR, host VARCHAR,
                devices VARCHAR[], framework VARCHAR, framework_version VARCHAR, world_size INTEGER,
                hyperparameters MAP(VARCHAR, VARCHAR), layers VARCHAR, classes INTEGER, objective VARCHAR,
                goal_error DOUBLE, reference VARCHAR, reference_curves VARCHAR, heartbeat_interval_ms BIGINT,
                single_batch BOOLEAN, baseline_loss DOUBLE, outcome VARCHAR, exception VARCHAR, message VARCHAR,
                dropped_records BIGINT, tags VARCHAR[], notes VARCHAR, run_group VARCHAR, definitions VARCHAR,
                summary MAP(VARCHAR, DOUBLE)""");
        assertThat(HistoryTable.ACKNOWLEDGEMENTS.columns()).isEqualToIgnoringWhitespace("""
                alert VARCHAR, time TIMESTAMP, severity VARCHAR, acknowledged_by VARCHAR, comment VARCHAR, via VARCHAR""");
        assertThat(HistoryTable.TENSORS.columns()).isEqualToIgnoringWhitespace("""
                run VARCHAR, attempt INTEGER, rank INTEGER, step BIGINT, time TIMESTAMP,
                layer VARCHAR, kind VARCHAR, elements BIGINT, minimum DOUBLE, maximum DOUBLE, mean DOUBLE,
                standard_deviation DOUBLE, l2_norm DOUBLE, nan_count BIGINT, infinity_count BIGINT, zero_count BIGINT,
                saturated_count BIGINT, histogram BIGINT[]""");
    }

    @Test
    void lists_areJsonWithTheNamesOfTheApi() {
        RunStarted started = RunStarted.newBuilder()
                .setName("digits")
                .setNotes("")
                .setLayers(List.of(new Layer("conv1", "Conv2d", 12L, "relu")))
                .setMetrics(List.of(new MetricDefinition("loss", "min", "", "epoch", true)))
                .build();
        List<Object> values = new ArrayList<>();

        RecordColumns.DECLARATION.fill(started, values::add);
        RecordColumns.WORDS.fill(started, values::add);

        assertThat(values)
                .hasSize(RecordColumns.DECLARATION.count() + RecordColumns.WORDS.count())
                .startsWith("digits", "", "")
                .contains("[{\"name\":\"conv1\",\"type\":\"Conv2d\",\"parameters\":12,\"activation\":\"relu\"}]")
                .endsWith(
                        List.of(),
                        null,
                        null,
                        "[{\"name\":\"loss\",\"summary\":\"min\",\"goal\":\"\",\"step_metric\":\"epoch\",\"hidden\":true}]",
                        Map.of());
    }

    @Test
    void evidence_isRestoredAsItWasSent() throws SQLException {
        Evidence sent = new Evidence(EvidenceRole.LEVEL, "loss", "loss", Double.POSITIVE_INFINITY, "", "", null);

        assertThat(evidence(
                        "[{\"role\":\"level\",\"series\":\"loss\",\"name\":\"loss\",\"value\":\"Infinity\",\"unit\":\"\","
                                + "\"comparison\":\"\",\"threshold\":null}]"))
                .containsExactly(sent);
    }

    @Test
    void evidenceOfAnEarlierVersion_isACircumstanceOfNoSeries() throws SQLException {
        assertThat(evidence(
                        "[{\"name\":\"loss\",\"value\":2,\"unit\":\"times\",\"comparison\":\">=\",\"threshold\":1.5,"
                                + "\"more\":1}]"))
                .containsExactly(new Evidence(EvidenceRole.CIRCUMSTANCE, "", "loss", 2.0, "times", ">=", 1.5));
    }

    @Test
    void defaults_areOfOneRecordAlone() throws SQLException {
        assertThat(evidence(null)).isEmpty();
        assertThat(evidence(null)).isNotSameAs(evidence(null));
    }

    @Test
    void recordOfAField_isJson_andRestored() throws SQLException {
        Alert sent = Alert.newBuilder()
                .setId("a")
                .setDetector("d")
                .setAlertClass("nan")
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setRunId("r")
                .setOnsetStep(3)
                .setRaisedStep(3)
                .setRaisedTimeMillis(5)
                .setSummary("")
                .setLastGoodCheckpoint(new SavedCheckpoint(1, 2L, "it's.pt", 4L, 9L, Map.of("loss", Double.NaN)))
                .build();
        List<Object> values = new ArrayList<>();
        RecordColumns.ALERT.fill(sent, values::add);
        String json = (String) values.get(RecordColumns.ALERT.count() - 2);

        assertThat(json)
                .isEqualTo("{\"attempt\":1,\"step\":2,\"path\":\"it's.pt\",\"saved_time_millis\":4,"
                        + "\"size_bytes\":9,\"metrics\":{\"loss\":\"NaN\"}}");
        assertThat(alert("last_good_checkpoint", json).getLastGoodCheckpoint()).isEqualTo(sent.getLastGoodCheckpoint());
        assertThat(alert("last_good_checkpoint", null).getLastGoodCheckpoint()).isNull();
    }

    @Test
    void textThatIsNoList_isNamed() {
        assertThatThrownBy(() -> evidence("loss"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the history has 'loss' where a list belongs");
    }

    private static List<Evidence> evidence(String json) throws SQLException {
        return alert("evidence", json).getEvidence();
    }

    private static Alert alert(String column, String json) throws SQLException {
        String columns = HistoryTable.ALERTS.columns().replace("TIMESTAMP", "BIGINT");
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE alerts (" + columns + ")");
            String value = json == null ? "NULL" : "'" + json.replace("'", "''") + "'";
            statement.execute("INSERT INTO alerts (" + column + ") VALUES (" + value + ")");
            try (ResultSet rows = statement.executeQuery("FROM alerts")) {
                rows.next();
                return RecordColumns.record(rows, RecordColumns.ALERT);
            }
        }
    }
}
