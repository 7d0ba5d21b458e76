package io.gradwatch.detection.singlebatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class SingleBatchDetectorTest {

    private final TestRun run = TestRun.of("single-batch");

    @Test
    void lossThatGoesToZero_passes() {
        feed(300, i -> 2.3 * Math.exp(-i / 30.0));
        assertThat(only().getSeverity()).isEqualTo(Severity.INFO);
        assertThat(only().getSummary()).contains("passes");
    }

    @Test
    void lossThatGoesUp_failsAsK1() {
        feed(60, i -> 1 + i / 20.0);
        assertFails("goes up", "K1");
    }

    @Test
    void lossThatExplodes_failsAsK2() {
        feed(60, i -> i < 20 ? 1 : Double.NaN);
        assertFails("explodes", "K2");
    }

    @Test
    void lossThatSwings_failsAsK3() {
        feed(100, i -> i % 4 < 2 ? 1.5 : 0.1);
        assertFails("oscillates", "K3");
    }

    @Test
    void lossThatStays_failsAsK4() {
        feed(400, i -> 2.3 - 0.5 * Math.min(1, i / 50.0) + 0.01 * Math.sin(i));
        assertFails("plateaus", "K4");
    }

    @Test
    void slowPowerLaw_isNoPlateau_andTheEndSaysThatThereIsNoVerdict() {
        feed(2000, i -> 2.3 / Math.sqrt(1 + i / 10.0));
        assertThat(run.alerts()).isEmpty();
        run.end(Outcome.FINISHED);
        assertThat(only().getSummary()).contains("no verdict");
    }

    @Test
    void runThatDeclaresNothing_isNotJudged() {
        for (int i = 0; i < 400; i++) {
            run.step(i, 2.3);
        }
        assertThat(run.end(Outcome.FINISHED).alerts()).isEmpty();
    }

    private void feed(int steps, IntToDoubleFunction loss) {
        RunStarted started = TestRun.startedOf("digits");
        started.setSingleBatch(true);
        run.started(started);
        for (int i = 0; i < steps; i++) {
            run.step(i, loss.applyAsDouble(i));
        }
    }

    private void assertFails(String how, String item) {
        assertThat(only().getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(only().getSummary()).contains("fails", how);
        assertThat(only().getCauses().get(0).getKnowledgeItem()).isEqualTo(item);
    }

    private Alert only() {
        assertThat(run.alerts()).hasSize(1);
        return run.alerts().get(0);
    }
}
