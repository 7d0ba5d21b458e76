package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Severity;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FailedRunDetectorTest {

    @ParameterizedTest
    @CsvSource({
        "FAILED, failed after step 3",
        "OUT_OF_MEMORY, ran out of memory after step 3",
        "KILLED, killed from outside"
    })
    void endThatIsAFailure_isToldAtOnceAndOnce(Outcome outcome, String words) {
        TestRun run = TestRun.of("failed-run");
        run.step(3, 1.0).send(new RunEnded(outcome, null, null, 3L, 0L));

        assertThat(run.alerts()).hasSize(1);
        Alert alert = run.alerts().get(0);
        assertThat(alert.getAlertClass()).isEqualTo("crashed");
        assertThat(alert.getSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(alert.getSummary()).contains(words);
        assertThat(alert.getRemedies()).isNotEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Outcome.class,
            names = {"FINISHED", "STOPPED", "UNKNOWN"})
    void endThatIsNone_isSilent(Outcome outcome) {
        TestRun run = TestRun.of("failed-run");
        run.step(3, 1.0).end(outcome);

        assertThat(run.alerts()).isEmpty();
    }

    /** Run in which the failure begins and goes away. */
    static void goldenRun(TestRun run) {
        run.started(TestRun.startedOf("digits"));
        for (int i = 0; i < 20; i++) {
            run.step(i, 1.0);
        }
        run.send(new RunEnded(Outcome.FAILED, "java.lang.IllegalArgumentException", "shapes (8, 1) and (8)", 19L, 0L));
        run.attempt = 1;
        run.session = 2;
        run.step(0, 1.0);
    }
}
