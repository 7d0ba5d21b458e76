package io.gradwatch.detection.optimizer;

import static io.gradwatch.detection.testkit.TensorRuns.rateStep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import java.util.Map;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;

class LearningRateDetectorTest {

    private static final int STEPS = 10_000;

    @Test
    void healthySchedules_areQuiet() {
        Map<String, IntToDoubleFunction> schedules = Map.of(
                "constant", i -> 3e-4,
                "warm-up from zero, then cosine to zero", i -> i < 400 ? i / 4e5 : cosine((i - 400) / 9600.0),
                "late start", i -> i < 300 ? 0 : 1e-3,
                "linear to zero, with a tail", i -> Math.max(0, 1e-3 * (1 - i / 9000.0)),
                "warm restarts", i -> 1e-6 + cosine(i % 1000 / 1000.0),
                "warm restarts through zero", i -> cosine(i % 1000 / 999.0),
                "triangular", i -> 1e-3 * Math.abs(i % 2000 - 1000) / 1000.0,
                "one cycle", i -> i < 3000 ? 1e-5 + 1e-3 * i / 3000.0 : 1e-7 + cosine((i - 3000) / 7000.0),
                "steps down", i -> 0.1 * Math.pow(0.1, i / 3000),
                "logged in coarse digits", i -> Math.floor(1e6 * cosine(i / 10_000.0)) / 1e6);
        schedules.forEach((name, schedule) ->
                assertThat(fed(schedule).transcript()).as(name).isEmpty());
    }

    @Test
    void zero_isWarning_whenDroppedTo_andFromTheStart() {
        TestRun dropped = fed(i -> i < 700 ? 1e-3 : 0);
        assertThat(dropped.firing()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING);
        assertThat(dropped.firing().get(0).getOnsetStep()).isEqualTo(700);
        assertThat(dropped.firing().get(0).getRaisedStep()).isEqualTo(703);

        TestRun never = fed(i -> 0);
        assertThat(never.firing().get(0).getRaisedStep()).isEqualTo(500);
        assertThat(never.firing().get(0).getAlertClass()).isEqualTo("stalled");
    }

    @Test
    void jumpAtTheThreshold_isInfoOfAnotherClass_belowItNothing() {
        TestRun jumped = fed(i -> i < 500 ? 0.5 : 5);
        assertThat(jumped.firing()).extracting(Alert::getSeverity).containsExactly(Severity.INFO);
        assertThat(jumped.firing().get(0).getAlertClass()).isEqualTo("diverging");
        assertThat(fed(i -> i < 500 ? 0.5 : 4.99).alerts()).isEmpty();
    }

    @Test
    void scheduleShorterThanTheRun_isInfo() {
        TestRun stuck = fed(i -> Math.max(1e-6, 1e-3 * (1 - i / 3000.0)));
        assertThat(stuck.firing()).extracting(Alert::getAlertClass).containsExactly("plateau");
        assertThat(stuck.firing().get(0).getSeverity()).isEqualTo(Severity.INFO);
    }

    private static double cosine(double part) {
        return 1e-3 * (1 + Math.cos(Math.PI * part)) / 2;
    }

    private static TestRun fed(IntToDoubleFunction schedule) {
        TestRun run = TestRun.of("learning-rate");
        for (int i = 0; i < STEPS; i++) {
            run.send(rateStep(i, schedule.applyAsDouble(i)));
        }
        return run;
    }
}
