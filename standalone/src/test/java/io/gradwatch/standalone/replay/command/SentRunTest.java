package io.gradwatch.standalone.replay.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.replay.RunFile;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentRunTest {

    private final SentRun run = new SentRun(new RunFile(Path.of("r.csv"), "r"));

    @Test
    void rowThatReachesANewStep_isToldByTheStep() {
        send(0, step(10), 100);
        send(1, step(20), 100);
        send(2, step(30), 100);

        assertThat(run.row(alert(20, 100))).isEqualTo(1);
        assertThat(run.row(alert(30, 100))).isEqualTo(2);
    }

    @Test
    void rowThatReachesNoNewStep_needsItsOwnTime() {
        assertThat(send(0, step(10), 100)).isFalse();
        assertThat(send(1, step(11), 100)).isFalse();
        assertThat(send(2, evaluation(11), 101)).isTrue();
        assertThat(send(3, step(11), 102)).isTrue();
        assertThat(send(4, step(5), 103)).isTrue();
        assertThat(send(5, step(6), 104)).isTrue();
        assertThat(send(6, step(12), 105)).isFalse();

        assertThat(run.row(alert(11, 100))).isEqualTo(1);
        assertThat(run.row(alert(11, 101))).isEqualTo(2);
        assertThat(run.row(alert(5, 103))).isEqualTo(4);
    }

    @Test
    void restart_resolvesAtItsRowWithTheStepBefore() {
        send(0, step(10), 100);
        send(1, step(5), 101);

        assertThat(run.row(alert(10, 101))).isEqualTo(1);
    }

    private boolean send(long row, Object event, long timeMillis) {
        Telemetry telemetry = new Telemetry(new Origin("r", 0, 0, 0L, row, 0L, false), event);
        boolean alone = run.needsOwnTime(List.of(telemetry));
        run.taken(row, run.reach(telemetry), timeMillis);
        return alone;
    }

    private static Step step(long number) {
        return Step.newBuilder()
                .setStep(number)
                .setMetrics(Map.of())
                .setTensors(List.of())
                .build();
    }

    private static Evaluation evaluation(long step) {
        return Evaluation.newBuilder()
                .setStep(step)
                .setSplit(Split.TRAIN_VAL)
                .setMetrics(Map.of())
                .setErrorTypes(List.of())
                .build();
    }

    private static Alert alert(long raisedStep, long raisedTimeMillis) {
        Alert alert = new Alert();
        alert.setRaisedStep(raisedStep);
        alert.setRaisedTimeMillis(raisedTimeMillis);
        return alert;
    }
}
