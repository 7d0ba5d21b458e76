package io.gradwatch.detection.numerical;

import static io.gradwatch.detection.testkit.TensorRuns.scalerStep;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import org.junit.jupiter.api.Test;

class LossScaleOverflowDetectorTest {

    private final TestRun run = TestRun.of("loss-scale-overflow");

    @Test
    void searchForTheScale_andIsolatedOverflows_areHealthy() {
        double scale = Math.pow(2, 32);
        for (int i = 0; i < 5000; i++) {
            boolean overflow = i < 24 || i % 50 == 0;
            scale = i < 24 ? scale / 2 : scale;
            run.send(scalerStep(i, scale, overflow));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void scaleThatHalvesAgainAndAgain_isSeenWithoutMarks_andEscalates() {
        double scale = 65_536;
        for (int i = 0; i < 300; i++) {
            scale = i >= 100 ? scale / 2 : scale;
            run.send(scalerStep(i, scale, false));
        }
        assertThat(run.firing()).extracting(Alert::getSeverity).containsExactly(Severity.WARNING, Severity.CRITICAL);
        assertThat(run.firing().get(0).getOnsetStep()).isEqualTo(100);
    }
}
