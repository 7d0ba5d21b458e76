package io.gradwatch.fleet.history;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.files.HistoryTable;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.names.StepField;
import io.gradwatch.upgrade.testing.KeptState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The history of each release is read, and goes on, with columns that it did not have yet. */
class HistoryUpgradeTest {

    private static final TopicPartition ALERTS = new TopicPartition(Topics.ALERTS.name(), 0);
    private static final TopicPartition ACKNOWLEDGEMENTS = new TopicPartition(Topics.ACKNOWLEDGEMENTS.name(), 0);
    private static final int STEPS = 20;
    private static final int RECORDS = STEPS + 3;

    @TempDir
    private Path folder;

    static List<Path> histories() {
        return KeptState.of("history", (kept, work) -> {
            try (History history = HistoryFixture.open(work)) {
                write(history, HistoryFixture.PARTITION, telemetry());
                write(history, ALERTS, List.of(Topics.ALERTS.codec().encode(alert())));
                write(history, ACKNOWLEDGEMENTS, List.of(acknowledgement()));
            }
            for (HistoryTable table : HistoryTable.values()) {
                if (Files.exists(work.resolve(table.tableName()))) {
                    KeptState.copy(work.resolve(table.tableName()), kept.resolve(table.tableName()));
                }
            }
            KeptState.copy(work.resolve("commits"), kept.resolve("commits"));
        });
    }

    private static void write(History history, TopicPartition partition, List<byte[]> records) throws Exception {
        HistoryFixture.write(history.writer(partition), records, records.size(), Records.START);
    }

    private static List<byte[]> telemetry() {
        Records records = new Records();
        List<byte[]> all = new ArrayList<>();
        all.add(records.started(
                "one",
                0,
                Records.START,
                RunStarted.newBuilder()
                        .setName("digits")
                        .setProject("vision")
                        .setTags(List.of("sweep"))
                        .build()));
        for (int step = 0; step < STEPS; step++) {
            all.add(records.record(
                    "one",
                    0,
                    0,
                    Records.START + step,
                    Step.newBuilder()
                            .setStep(step)
                            .setLoss(step == 7 ? Double.NaN : 1.0 / (1 + step))
                            .setMetrics(Map.of("accuracy", 0.5))
                            .setTensors(step == 3 ? List.of(Records.tensor("dense", 1)) : List.of())
                            .build()));
        }
        all.add(records.evaluation("one", 0, STEPS, Split.TRAIN_VAL, 0.25, Map.of("error", 0.1)));
        all.add(records.record(
                "one",
                0,
                0,
                Records.START + STEPS,
                RunEnded.newBuilder().setOutcome(Outcome.FINISHED).build()));
        return all;
    }

    private static Alert alert() {
        return Alert.newBuilder()
                .setId("one-nan")
                .setDetector("non-finite")
                .setAlertClass("nan")
                .setSeverity(Severity.CRITICAL)
                .setState(AlertState.FIRING)
                .setRunId("one")
                .setOnsetStep(7)
                .setRaisedStep(7)
                .setRaisedTimeMillis(Records.START)
                .setSummary("The loss is NaN.")
                .build();
    }

    private static byte[] acknowledgement() {
        return Topics.ACKNOWLEDGEMENTS
                .codec()
                .encode(new Acknowledgement("one-nan", Severity.CRITICAL, "ada", "", Records.START, ""));
    }

    @ParameterizedTest
    @MethodSource("histories")
    void historyOfARelease_isRead_andGoesOn(Path kept) throws Exception {
        try (History history = HistoryFixture.open(KeptState.copy(kept, folder.resolve("history")))) {
            String fields = StepField.ALL.stream().map(StepField::series).collect(Collectors.joining(", "));
            assertThat(HistoryFixture.query(
                            history,
                            HistoryTable.STEPS,
                            "SELECT count(*), sum(loss) FILTER (NOT isnan(loss)) > 3, max(metrics['accuracy']) FROM"
                                    + " (SELECT metrics, " + fields + " FROM $)"))
                    .containsExactly(STEPS + "|true|0.5");
            assertThat(HistoryFixture.query(
                            history, HistoryTable.EVALUATIONS, "SELECT split, loss, metrics['error'] FROM $"))
                    .containsExactly("train-val|0.25|0.1");
            assertThat(HistoryFixture.query(
                            history, HistoryTable.TENSORS, "SELECT step, layer, kind, histogram FROM $"))
                    .containsExactly("3|dense|gradient|null");
            assertThat(HistoryFixture.query(
                            history,
                            HistoryTable.RUNS,
                            "SELECT event, name, project, outcome, summary IS NULL FROM $ WHERE event IN"
                                    + " ('started', 'ended') ORDER BY event DESC"))
                    .hasSize(2)
                    .first()
                    .asString()
                    .startsWith("started|digits|vision|null");
            assertThat(HistoryFixture.query(history, HistoryTable.ALERTS, "SELECT id, class, severity, state FROM $"))
                    .containsExactly("one-nan|nan|critical|firing");
            assertThat(HistoryFixture.query(
                            history, HistoryTable.ACKNOWLEDGEMENTS, "SELECT alert, acknowledged_by FROM $"))
                    .containsExactly("one-nan|ada");
            assertThat(HistoryFixture.query(
                            history, HistoryTable.SPANS, "SELECT count, nan, last_step FROM $ WHERE series = 'loss'"))
                    .containsExactly(STEPS + "|1|" + (STEPS - 1));

            assertThat(history.writer(HistoryFixture.PARTITION).next()).isEqualTo(RECORDS);
            assertThat(history.damage().found()).isEmpty();
        }
    }
}
