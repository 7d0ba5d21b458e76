package io.gradwatch.detection.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.engine.settings.OverrideLookup;
import io.gradwatch.detection.judge.Judges;
import io.gradwatch.detection.testkit.ProjectRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Outcome;
import org.junit.jupiter.api.Test;

/**
 * Runs of which a witness saw a fault that the judge did not believe: nobody is told, and nobody is compared with them.
 */
class UndiagnosedRunsTest {

    @Test
    void faultThatIsHeldBack_isNotTold_andTheRunIsNoReference() {
        TestRun run = TestRun.judgedBy(Judges.none(), OverrideLookup.NONE).started(ProjectRuns.started("a", "digits"));
        for (int i = 0; i < 400; i++) {
            run.step(i, i % 2 == 0 ? 2.0 : 40.0 + i);
        }
        run.end(Outcome.FINISHED);
        assertThat(run.alerts()).extracting(Alert::getDetector).isEmpty();
        assertThat(run.state.result.doubted).isTrue();
        assertThat(run.engine().reference(run.state)).isEmpty();
    }

    @Test
    void healthyRun_isAReference() {
        TestRun run = TestRun.judgedBy(Judges.none(), OverrideLookup.NONE).started(ProjectRuns.started("a", "digits"));
        for (int i = 0; i < 400; i++) {
            run.step(i, 2.0 * Math.exp(-i / 100.0) + 0.1 + 0.01 * (i % 7));
        }
        run.end(Outcome.FINISHED);
        assertThat(run.state.result.doubted).isFalse();
        assertThat(run.engine().reference(run.state)).isPresent();
    }
}
