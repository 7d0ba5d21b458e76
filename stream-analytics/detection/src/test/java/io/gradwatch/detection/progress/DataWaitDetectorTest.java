package io.gradwatch.detection.progress;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.ProgressRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Severity;
import org.junit.jupiter.api.Test;

class DataWaitDetectorTest {

    private final TestRun run = TestRun.of("data-wait");

    @Test
    void shareEqualToTheThreshold_fires_thenGrowsToAWarning() {
        steps(250, 100, 30);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);
        assertThat(run.alerts().get(0).getOnsetStep()).isEqualTo(50);
        steps(200, 100, 50);
        assertThat(run.alerts().get(1).getSeverity()).isEqualTo(Severity.WARNING);
        steps(200, 100, 1);
        assertThat(run.alerts()).hasSize(3);
    }

    @Test
    void belowTheShare_aSlowStart_andAnEpochsFirstBatch_stayQuiet() {
        steps(50, 10_000, 9_900);
        steps(1000, 100, 29);
        for (int epoch = 0; epoch < 20; epoch++) {
            steps(1, 2000, 1900);
            steps(99, 100, 5);
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void toysOfAMillisecond_andAbsurdNumbers_stayQuiet() {
        steps(1000, 2, 1.9);
        steps(1000, Double.NaN, 50);
        steps(1000, 100, Double.NaN);
        steps(1000, -5, -5);
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void sentence_saysTheBlocks() {
        assertThat(new DataWaitDetector().spec().firesWhen())
                .contains(" over " + DataWaitDetector.BLOCKS + " blocks of " + DataWaitDetector.BLOCK
                        + " steps in a row");
    }

    private void steps(int times, double duration, double wait) {
        for (int i = 0; i < times; i++) {
            run.send(ProgressRuns.timed(run.state.lastStep + 1, duration, wait));
        }
    }
}
