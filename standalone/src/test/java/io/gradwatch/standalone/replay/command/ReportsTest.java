package io.gradwatch.standalone.replay.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.gradwatch.schema.Advice;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.replay.ReplayedAlert;
import io.gradwatch.standalone.replay.ReplayedRun;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportsTest {

    private final StringWriter written = new StringWriter();
    private final PrintWriter out = new PrintWriter(written);

    @Test
    void json_isOneObjectALine() throws Exception {
        Alert firing = alert();
        Alert recovered = alert();
        recovered.setState(AlertState.RECOVERED);
        recovered.setResolution(Resolution.CLEARED);
        recovered.setRevision(1);
        JsonReport report = new JsonReport(out);

        report.run(run(List.of(new ReplayedAlert(12, firing), new ReplayedAlert(20, recovered)), Optional.empty()));
        report.run(run(List.of(), Optional.of("a.csv:3: has 1 columns")));
        report.end();

        List<String> lines = written.toString().lines().toList();
        ObjectMapper mapper = new ObjectMapper();
        assertThat(mapper.readTree(lines.get(0))).isEqualTo(mapper.readTree("""
                                {"run": "ürün", "detector": "non-finite", "class": "nan", "severity": "critical",
                                 "state": "firing", "step": 110, "raised_row": 12, "raised_step": 120, "id": "id-1",
                                 "revision": 0, "layer": "fc1", "summary": "The loss is not a number.",
                                 "evidence": [
                                   {"role": "level", "series": "loss", "name": "loss", "value": "NaN", "unit": ""},
                                   {"role": "level", "series": "gradient_norm", "name": "gradient norm",
                                    "value": 12.5, "unit": "x", "comparison": ">=", "threshold": "Infinity"}],
                                 "causes": [{"text": "exp of a large number", "knowledge": "K10"}],
                                 "remedies": [{"text": "a lower learning rate", "knowledge": "K22"}]}
                                """));
        assertThat(mapper.readTree(lines.get(1)).get("state").asText()).isEqualTo("recovered");
        assertThat(mapper.readTree(lines.get(1)).get("resolution").asText()).isEqualTo("cleared");
        assertThat(mapper.readTree(lines.get(2))).isEqualTo(mapper.readTree("{\"run\": \"ürün\", \"rows\": 1500}"));
        assertThat(mapper.readTree(lines.get(3)))
                .isEqualTo(mapper.readTree(
                        "{\"run\": \"ürün\", \"rows\": 1500, \"problem\": \"a.csv:3: has 1 columns\"}"));
        assertThat(written.toString()).matches("\\p{ASCII}*");
    }

    @Test
    void text_tellsEvidenceCausesAndRemedies() {
        TextReport report = new TextReport(out, new Terminal(false), () -> Duration.ofMillis(1234));

        report.run(run(List.of(new ReplayedAlert(12, alert())), Optional.empty()));
        report.run(run(List.of(), Optional.of("a.csv:3: has 1 columns")));
        report.end();

        assertThat(written).hasToString("""
                        ürün: 1,500 rows, 1 alert
                          CRITICAL nan since step 110, seen at step 120 (row 12) by non-finite
                            The loss is not a number.
                            evidence  loss NaN
                                      gradient norm 12.50 x (>= Infinity x)
                            probably  1. exp of a large number (K10)
                            try       1. a lower learning rate (K22)
                          could not judge: exploding-gradient (no gradient norm)
                        ürün: 1,500 rows, no alert
                          cut short: a.csv:3: has 1 columns
                          could not judge: exploding-gradient (no gradient norm)

                        2 runs, 3,000 rows: 1 with alerts, 1 without, 1 cut short or unreadable; 1.2 s
                        """);
    }

    @Test
    void text_saysHowAlertsAndTheRunEnded() {
        TextReport report = new TextReport(out, new Terminal(true), () -> Duration.ZERO);

        report.run(run(
                List.of(new ReplayedAlert(12, alert()), ended(AlertState.RECOVERED, Resolution.CLEARED)),
                Optional.empty()));
        report.run(run(
                List.of(new ReplayedAlert(12, alert()), ended(AlertState.UNRECOVERED, Resolution.RUN_ENDED)),
                Optional.empty()));

        assertThat(written.toString())
                .contains(
                        "1,500 rows, 1 alert\n",
                        "\u001B[32mRECOVERED\u001B[0m nan at step 120 (row 20): the fault is gone")
                .contains("1,500 rows, 1 alert, \u001B[31mdiverged (nan)\u001B[0m\n")
                .contains("\u001B[33mUNRECOVERED\u001B[0m nan at step 120 (row 20): the run ended with it");
    }

    private static ReplayedAlert ended(AlertState state, Resolution resolution) {
        Alert alert = alert();
        alert.setState(state);
        alert.setResolution(resolution);
        alert.setRevision(1);
        return new ReplayedAlert(20, alert);
    }

    @Test
    void text_showsNothingThatATerminalWouldObey() {
        Alert alert = alert();
        alert.setSummary("red \u001B[31m and \u202Eback");
        TextReport report = new TextReport(out, new Terminal(false), () -> Duration.ZERO);

        report.run(run(List.of(new ReplayedAlert(0, alert)), Optional.empty()));

        assertThat(written.toString()).contains("red \uFFFD[31m and \uFFFDback").doesNotContain("\u001B", "\u202E");
    }

    private static ReplayedRun run(List<ReplayedAlert> alerts, Optional<String> problem) {
        return new ReplayedRun(
                "ürün", 1500, alerts, Map.of("exploding-gradient", "gradient norm"), problem, Optional.empty());
    }

    private static Alert alert() {
        return Alert.newBuilder()
                .setId("id-1")
                .setDetector("non-finite")
                .setAlertClass("nan")
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setRunId("ürün")
                .setLayer("fc1")
                .setOnsetStep(110)
                .setRaisedStep(120)
                .setRaisedTimeMillis(0)
                .setSummary("The loss is not a number.")
                .setEvidence(List.of(
                        new Evidence(EvidenceRole.LEVEL, "loss", "loss", Double.NaN, "", "", null),
                        new Evidence(
                                EvidenceRole.LEVEL,
                                "gradient_norm",
                                "gradient norm",
                                12.5,
                                "x",
                                ">=",
                                Double.POSITIVE_INFINITY)))
                .setCauses(List.of(new Advice("exp of a large number", "K10")))
                .setRemedies(List.of(new Advice("a lower learning rate", "K22")))
                .build();
    }
}
