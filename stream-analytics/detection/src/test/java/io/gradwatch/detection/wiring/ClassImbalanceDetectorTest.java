package io.gradwatch.detection.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.Batches;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ClassImbalanceDetectorTest {

    private final TestRun run = TestRun.of("class-imbalance");

    @Test
    void ninetyPercentInOneClass_isAWarning_onceEnoughWasSeen() {
        labels(9, 90L, 10L);
        assertThat(run.alerts()).isEmpty();
        labels(1, 90L, 10L);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);
        assertThat(run.alerts().get(0).getOnsetStep()).isZero();
        labels(300, 50L, 50L);
        assertThat(run.alerts()).hasSize(2);
    }

    @Test
    void rareClass_andDeclaredWeights_areInfo() {
        labels(20, 60L, 40L, 1L);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);

        TestRun weighted = TestRun.of("class-imbalance");
        RunStarted started = TestRun.startedOf("fraud");
        started.setHyperparameters(Map.of("class_weights", "1,50"));
        weighted.started(started);
        for (int i = 0; i < 20; i++) {
            weighted.send(Batches.counts(i, List.of(99L, 1L), List.of()));
        }
        assertThat(weighted.alerts().get(0).getSeverity()).isEqualTo(Severity.INFO);
    }

    @Test
    void evenClassesInSmallBatches_stayQuiet() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            List<Long> counts = new ArrayList<>(Collections.nCopies(100, 0L));
            for (int k = 0; k < 8; k++) {
                int label = random.nextInt(100);
                counts.set(label, counts.get(label) + 1);
            }
            run.send(Batches.counts(i, counts, List.of()));
        }
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void countsOfTooManyClasses_orBelowZero_areNotJudged() {
        labels(50, 100L);
        labels(50, -5L, 100L);
        for (int i = 0; i < 50; i++) {
            run.send(Batches.counts(1000 + i, Collections.nCopies(5000, 1L), List.of()));
        }
        assertThat(run.alerts()).isEmpty();
    }

    private void labels(int times, Long... counts) {
        for (int i = 0; i < times; i++) {
            run.send(Batches.counts(run.state.lastStep + 1, List.of(counts), List.of()));
        }
    }
}
