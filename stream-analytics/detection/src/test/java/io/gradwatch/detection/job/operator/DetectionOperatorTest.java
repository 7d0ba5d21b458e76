package io.gradwatch.detection.job.operator;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Resolution;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.runtime.checkpoint.OperatorSubtaskState;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DetectionOperatorTest {

    private static final String RUN = "run-a";
    private static final long DAY = 86_400;

    private final Records records = new Records(RUN);

    @AutoClose
    private DetectionHarness harness;

    @BeforeEach
    void open() throws Exception {
        harness = DetectionHarness.fresh();
    }

    @Test
    void failedRun_raisesOneAlertOfThatRun() throws Exception {
        harness.record(1, RUN, records.started());
        harness.record(2, RUN, records.step(0, 0.7));
        harness.record(3, RUN, records.failed());

        assertThat(harness.alerts()).singleElement().satisfies(alert -> {
            assertThat(alert.getRunId()).isEqualTo(RUN);
            assertThat(alert.getDetector()).isEqualTo("failed-run");
            assertThat(alert.getState()).isEqualTo(AlertState.FIRING);
        });
        assertThat(harness.deadLetters()).isEmpty();
    }

    @Test
    void whatCannotBeUsed_isADeadLetterWithItsReason_andTheRestGoesOn() throws Exception {
        harness.record(1, RUN, records.started());
        harness.record(2, RUN, "no avro".getBytes(StandardCharsets.UTF_8));
        harness.record(2, RUN, null);
        harness.record(2, RUN, new Records("run-b").step(0, 0.7));
        harness.record(2, RUN, records.step(-1, 0.7));
        harness.record(3, RUN, records.step(0, ThrowingDetector.POISON));
        harness.record(4, RUN, records.failed());

        assertThat(harness.deadLetters())
                .extracting(letter -> letter.stage)
                .containsExactly("decode", "decode", "admission", "admission", "detection");
        assertThat(harness.deadLetters())
                .extracting(letter -> letter.errorMessage)
                .satisfiesExactly(
                        garbage -> assertThat(garbage).contains("bytes are shorter than the header"),
                        absent -> assertThat(absent).contains("null"),
                        foreign -> assertThat(foreign).contains("run-b"),
                        negative -> assertThat(negative).contains("step -1 must be 0 or more"),
                        poison -> assertThat(poison).contains("aaa-throwing").contains("poison at step 0"));
        assertThat(harness.deadLetters().get(0)).satisfies(letter -> {
            assertThat(letter.key).asString().isEqualTo(RUN);
            assertThat(letter.value).asString().isEqualTo("no avro");
            assertThat(letter.offset).isEqualTo(1);
        });
        assertThat(harness.alerts()).extracting(Alert::getDetector).containsExactly("failed-run");
    }

    @Test
    void refusedRecordOfAnUnknownRun_leavesNoState() throws Exception {
        harness.record(1, RUN, records.step(-1, 0.7));

        assertThat(harness.deadLetters()).hasSize(1);
        assertThat(harness.stateEntries()).isZero();
        assertThat(harness.timers()).isZero();
    }

    @Test
    void silence_firesOnceWhileTimePassesInTheLog_andTheNextRecordResolvesIt() throws Exception {
        harness.record(1, RUN, records.started());
        harness.record(2, RUN, records.heartbeat());
        harness.pulseUntil(120);
        harness.record(121, RUN, records.heartbeat());

        assertThat(harness.alerts()).extracting(Alert::getDetector).containsExactly("silent-run", "silent-run");
        assertThat(harness.alerts())
                .extracting(Alert::getState)
                .containsExactly(AlertState.FIRING, AlertState.RECOVERED);
        assertThat(harness.alerts().get(1).getResolution()).isEqualTo(Resolution.CLEARED);
    }

    @Test
    void streamThatWasAway_isNotTheSilenceOfARun_butARunThatDoesNotComeBackIsTold() throws Exception {
        harness.record(1, RUN, records.started());
        harness.record(2, RUN, records.heartbeat());
        harness.pulseUntil(3);

        harness.leapTo(300);
        assertThat(harness.alerts()).isEmpty();

        harness.pulseUntil(305);
        assertThat(harness.alerts()).isEmpty();

        harness.pulseUntil(320);
        assertThat(harness.alerts()).extracting(Alert::getDetector).containsExactly("silent-run");
    }

    @Test
    void runThatComesBackWithTheStream_isNotSilent() throws Exception {
        harness.record(1, RUN, records.started());
        harness.pulseUntil(3);
        harness.leapTo(300);
        for (int second = 305; second < 400; second += 5) {
            harness.record(second, RUN, records.heartbeat());
            harness.pulseUntil(second);
        }

        assertThat(harness.alerts()).isEmpty();
    }

    @Test
    void busyRun_hasOneTimer() throws Exception {
        harness.record(1, RUN, records.started());
        for (int step = 0; step < 1_000; step++) {
            harness.record(2 + step / 10, RUN, records.step(step, 0.7));
        }

        assertThat(harness.timers()).isOne();
    }

    @Test
    void endedAndSilentRuns_areForgotten() throws Exception {
        harness.record(1, RUN, records.started());
        harness.record(2, RUN, records.failed());
        harness.record(2, "run-b", new Records("run-b").started());
        harness.snapshot();
        assertThat(harness.stateEntries()).isPositive();

        harness.leapTo(8 * DAY);
        harness.leapTo(16 * DAY);
        harness.leapTo(24 * DAY);
        harness.snapshot();

        assertThat(harness.stateEntries()).isZero();
        assertThat(harness.timers()).isZero();
    }

    @Test
    void restoredFromASnapshot_goesOnWhereItWas() throws Exception {
        harness.record(1, RUN, records.started());
        byte[] seen = records.heartbeat();
        harness.record(2, RUN, seen);
        harness.pulseUntil(60);
        List<Alert> alerts = new ArrayList<>(harness.alerts());
        OperatorSubtaskState snapshot = harness.snapshot();

        try (DetectionHarness restored = DetectionHarness.restored(snapshot)) {
            restored.record(2, RUN, seen);
            restored.pulseUntil(61);
            restored.record(62, RUN, records.heartbeat());
            restored.record(63, RUN, records.failed());
            alerts.addAll(restored.alerts());
        }

        assertThat(alerts)
                .extracting(alert -> alert.getDetector() + " " + alert.getState() + " " + alert.getRevision())
                .containsExactly("silent-run FIRING 0", "silent-run RECOVERED 1", "failed-run FIRING 0");
        assertThat(alerts.get(0).getId()).isEqualTo(alerts.get(1).getId());
    }
}
