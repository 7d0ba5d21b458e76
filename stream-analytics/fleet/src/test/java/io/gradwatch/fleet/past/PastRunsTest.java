package io.gradwatch.fleet.past;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistorySettings;
import io.gradwatch.fleet.history.WrittenHistory;
import io.gradwatch.fleet.live.TableHarness;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.sql.SqlSettings;
import io.gradwatch.fleet.testing.FakeFleet;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.fleet.testing.SqlResult;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evidence;
import io.gradwatch.schema.EvidenceRole;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.SavedCheckpoint;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Telemetry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs restored from the history, compared with the same runs in the live tables. */
class PastRunsTest {

    private static final String RUN = "digits's";

    /** Fields that the history does not keep: rates, progress, steps of extremes, and the pace of each rank. */
    private static final String[] LIVE_ONLY = {
        "live",
        "row.progress",
        "row.timeLeftMillis",
        "row.stepsPerSecond",
        "checkpoints.sizeBytes",
        "metrics.minStep",
        "metrics.maxStep",
        "ranks.slowest",
        "rankSpread"
    };

    @TempDir
    private Path folder;

    private History history;
    private TableHarness tables;
    private FleetWithPast fleet;

    @BeforeEach
    void open() {
        history = new History(folder.resolve("history"), HistorySettings.defaults());
        tables = new TableHarness(folder.resolve("tables"));
        fleet = new FleetWithPast(new FakeFleet(), history);
    }

    @AfterEach
    void close() {
        tables.close();
        history.close();
    }

    @Test
    void runThatBeganAgain_isToldAsWhenItWasLive() throws Exception {
        Job first = new Job(RUN, 0, 0);
        Job second = new Job(RUN, 0, 1);
        Job again = new Job(RUN, 1, 0);
        Job against = new Job(RUN, 1, 1);
        List<Telemetry> records = new ArrayList<>(List.of(
                first.started(),
                second.started(
                        Job.declaration().setHost("node-2.north.example.org").build()),
                first.at(1_000).step(0, 2.0),
                second.at(1_000).step(0, 2.5),
                first.at(2_000).step(1, Double.NaN),
                first.at(2_400).checkpoint(2, "ckpt/2.pt"),
                first.at(2_500).evaluation(1, Split.TRAIN_VAL, 3.0),
                first.at(3_000).ended(Outcome.OUT_OF_MEMORY),
                again.at(60_000).started(),
                against.at(60_000).started()));
        for (int step = 1; step < 20; step++) {
            records.add(again.at(60_000 + 1_000L * step).step(step, 1.0 / step));
            records.add(against.at(60_000 + 1_000L * step).step(step, 1.0 / step));
        }
        records.add(again.at(88_000).checkpoint(18, "ckpt/last.pt"));
        records.add(again.at(88_500).checkpoint(18, "ckpt/" + "x".repeat(2_000)));
        records.add(again.at(88_700).checkpoint(18, "ckpt/plain.pt", Map.of()));
        records.add(again.at(89_000).checkpoint(19, "ckpt/19.pt"));
        records.add(again.at(89_500).checkpoint(19, "ckpt/last.pt"));
        records.add(against.at(89_500).checkpoint(19, "ckpt/rank-1.pt"));
        records.add(again.at(90_000).evaluation(19, Split.TRAIN_VAL, 0.5));
        records.add(against.at(90_000).ended(Outcome.FINISHED));
        records.add(again.at(90_000).ended(Outcome.FINISHED));
        Alert.Builder spike = first.at(1_000).fires("loss_spike", Severity.WARNING);
        take(
                records,
                List.of(
                        spike.build(),
                        first.at(2_000)
                                .fires("nan", Severity.CRITICAL)
                                .setLastGoodCheckpoint(
                                        new SavedCheckpoint(0, 1L, "ckpt/1.pt", 1_500L, 4096L, Map.of("val/loss", 0.5)))
                                .setSuspectCheckpoints(1)
                                .build(),
                        first.at(60_000).resolves("nan")));

        RunDetail past = fleet.run(RUN).orElseThrow();

        RunDetail live = tables.run(RUN);
        assertThat(live.live()).isTrue();
        assertThat(past.live()).isFalse();
        assertThat(past)
                .usingRecursiveComparison()
                .ignoringFields(LIVE_ONLY)
                .isEqualTo(live.with(live.alerts().stream().map(AlertRow::past).toList()));
        assertThat(past.alerts()).extracting(AlertRow::status).containsExactlyInAnyOrder("expired", "recovered");
        assertThat(past.row().state()).isEqualTo("finished");
        assertThat(past.generalisationGap()).isEqualTo(0.5 - 1.0 / 19);
    }

    @Test
    void runThatEndedWithAWarningOfItsOwn_hasNoVerdict() throws Exception {
        Job job = new Job(RUN, 0, 0);
        take(
                List.of(job.started(), job.at(1_000).step(0, 1.0), job.at(2_000).ended(Outcome.FINISHED)),
                List.of(
                        job.at(1_000).fires("notice", Severity.WARNING).build(),
                        job.at(2_000).endsWith("notice", Severity.WARNING, Resolution.RUN_ENDED)));

        RunDetail past = fleet.run(RUN).orElseThrow();

        assertThat(past.row().state()).isEqualTo("finished");
        assertThat(past.row().unrecovered())
                .isEqualTo(tables.run(RUN).row().unrecovered())
                .isEmpty();
        try (SqlService sql =
                new SqlService(history, new SqlSettings(Duration.ofSeconds(60), 1_000, 1, 512L << 20, 2))) {
            assertThat(SqlResult.query(sql, "SELECT verdict IS NULL, len(unrecovered) FROM runs", 10)
                            .rows()
                            .toString())
                    .isEqualTo("[[true, 0]]");
        }
    }

    @Test
    void runThatEndedWithAFault_hasTheVerdictThatItHadWhenItWasLive() throws Exception {
        Job before = new Job(RUN, 0, 0);
        Job job = new Job(RUN, 1, 0).at(60_000);
        take(
                List.of(
                        before.started(),
                        before.ended(Outcome.FINISHED),
                        job.started(),
                        job.at(61_000).step(0, Double.NaN),
                        job.at(62_000).ended(Outcome.FINISHED)),
                List.of(
                        before.at(1).fires("plateau"),
                        before.at(2).endsWith("plateau"),
                        job.at(61_000).fires("nan"),
                        job.at(62_000).endsWith("nan")));

        RunDetail past = fleet.run(RUN).orElseThrow();

        assertThat(past.row().verdict())
                .isEqualTo(tables.run(RUN).row().verdict())
                .isEqualTo("diverged");
        assertThat(past.row().unrecovered()).isEqualTo(tables.run(RUN).row().unrecovered());
        assertThat(past.row().unrecoveredAlerts())
                .isEqualTo(tables.run(RUN).row().unrecoveredAlerts());
        assertThat(past.alerts()).extracting(AlertRow::state).containsExactly("unrecovered", "unrecovered");
        try (SqlService sql =
                new SqlService(history, new SqlSettings(Duration.ofSeconds(60), 1_000, 1, 512L << 20, 2))) {
            assertThat(SqlResult.query(sql, "SELECT verdict, unrecovered FROM runs", 10)
                            .rows())
                    .containsExactly(List.of("diverged", "[nan]"));
            assertThat(SqlResult.query(sql, "SELECT state, ended_step, ended IS NULL FROM alerts", 10)
                            .rows())
                    .hasSize(2)
                    .allMatch(row -> row.equals(List.of("unrecovered", 2L, false)));
        }
    }

    @Test
    void alert_isToldWithItsCourse() throws Exception {
        Job job = new Job(RUN, 0, 0);
        Alert.Builder gap = job.at(1_000)
                .fires("overfitting", Severity.WARNING)
                .setSplit("TRAIN_VAL")
                .setRank(3)
                .setEvidence(List.of(new Evidence(
                        EvidenceRole.SHARE, "train-val/loss", "rise", Double.POSITIVE_INFINITY, "%", ">=", 10.0)));
        Alert graver = Alert.newBuilder(gap)
                .setRevision(1)
                .setSeverity(Severity.CRITICAL)
                .setRaisedStep(9)
                .setRaisedTimeMillis(job.at(2_000).now())
                .build();
        List<Telemetry> records = List.of(job.at(0).started(), job.step(0, 1), job.evaluation(0, Split.TRAIN_VAL, 2));
        take(records, List.of(gap.build(), graver, gap.build()));

        AlertDetail past = fleet.alert(graver.getId()).orElseThrow();

        AlertDetail live = tables.alert(RUN, graver.getId());
        assertThat(past).isEqualTo(live.with(live.row().past()));
        assertThat(past.row().status()).isEqualTo("expired");
        assertThat(past.row().open()).isFalse();
        assertThat(past.series()).isEqualTo("train-val/loss");
        assertThat(past.transitions()).hasSize(2);
        assertThat(fleet.run(RUN).orElseThrow().row().worstClass()).isEqualTo("overfitting");
    }

    @Test
    void alertWithWhichItsRunEnded_isOpenAsInTheAnswerOfTheRun() throws Exception {
        Job job = new Job(RUN, 0, 0);
        Alert ended = job.at(2_000).endsWith("nan");
        take(
                List.of(
                        job.at(0).started(),
                        job.step(0, Double.NaN),
                        job.at(2_000).ended(Outcome.FINISHED)),
                List.of(job.at(1_000).fires("nan"), ended));

        AlertDetail past = fleet.alert(ended.getId()).orElseThrow();

        assertThat(past.row().open()).isTrue();
        assertThat(past).isEqualTo(tables.alert(RUN, ended.getId()));
        assertThat(fleet.run(RUN).orElseThrow().alerts()).containsExactly(past.row());
    }

    @Test
    void alertsOfOneSeverity_standInTheOrderInWhichTheyCame() throws Exception {
        Job job = new Job(RUN, 0, 0);
        take(
                List.of(job.at(0).started(), job.step(0, 1), job.at(5_000).ended(Outcome.FINISHED)),
                List.of(
                        job.at(1_000).fires("plateau"),
                        job.at(2_000).fires("exploding"),
                        job.at(3_000).fires("nan"),
                        job.at(4_000).fires("diverging"),
                        job.at(5_000).endsWith("nan"),
                        job.at(5_001).endsWith("diverging")));

        RunDetail past = fleet.run(RUN).orElseThrow();

        assertThat(past.row().worstClass())
                .isEqualTo(tables.run(RUN).row().worstClass())
                .isEqualTo("plateau");
        assertThat(past.row().unrecovered())
                .isEqualTo(tables.run(RUN).row().unrecovered())
                .containsExactly("nan", "diverging");
    }

    @Test
    void runThatNeverSaidThatItEnded_wasSilent() throws Exception {
        Job job = new Job(RUN, 0, 0);
        take(List.of(job.started(), job.at(5_000).heartbeat()), List.of());

        RunDetail past = fleet.run(RUN).orElseThrow();

        assertThat(past.row().state()).isEqualTo("silent");
        assertThat(past.row().step()).isEqualTo(-1);
        assertThat(past.row().loss()).isNull();
        assertThat(past.description()).isEqualTo(tables.run(RUN).description());
    }

    @Test
    void whatNobodyKnows_isNotThere() {
        assertThat(fleet.run("none")).isEqualTo(Optional.empty());
        assertThat(fleet.alert("none")).isEqualTo(Optional.empty());
    }

    @Test
    void liveRun_isToldByTheTables() {
        assertThat(fleet.run(FakeFleet.RUN).orElseThrow().live()).isTrue();
        assertThat(fleet.alert(FakeFleet.ALERT)).isPresent();
    }

    private void take(List<Telemetry> telemetry, List<Alert> alerts) throws Exception {
        tables.send(telemetry.toArray(Telemetry[]::new)).send(alerts.toArray(Alert[]::new));
        WrittenHistory.write(history, telemetry, alerts);
    }
}
