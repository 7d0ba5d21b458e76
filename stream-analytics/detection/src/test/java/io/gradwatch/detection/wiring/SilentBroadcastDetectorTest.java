package io.gradwatch.detection.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.Batches;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Severity;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentBroadcastDetectorTest {

    private final TestRun run = TestRun.of("silent-broadcast");

    @Test
    void columnAgainstVector_isCriticalOnSight() {
        run.send(Batches.shapes(0, List.of(32, 1), List.of(32), 1024L));
        assertThat(run.alerts()).hasSize(1);
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(run.alerts().get(0).getEvidence().get(0).getThreshold()).isEqualTo(32);
    }

    @Test
    void shapesThatBroadcastToMore_areAWarningWhereElementsWereNotCounted() {
        run.send(Batches.shapes(0, List.of(32, 1), List.of(32), null));
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);
        run.send(Batches.shapes(1, List.of(32, 1), List.of(32), 1024L));
        assertThat(run.alerts().get(1).getSeverity()).isEqualTo(Severity.CRITICAL);
        assertThat(run.alerts().get(1).getOnsetStep()).isZero();
    }

    @Test
    void classIndexOneHotMaskAndFlattenedShapes_areRight() {
        run.send(Batches.shapes(0, List.of(32, 10), List.of(32), null))
                .send(Batches.shapes(1, List.of(10, 10), List.of(10), 10L))
                .send(Batches.shapes(2, List.of(10, 10), List.of(10), null))
                .send(Batches.shapes(3, List.of(32, 10), List.of(32, 10), 320L))
                .send(Batches.shapes(4, List.of(8, 128, 50_000), List.of(8, 128), 1024L))
                .send(Batches.shapes(5, List.of(8, 128, 50_000), List.of(8, 128), 900L))
                .send(Batches.shapes(6, List.of(4, 21, 64, 64), List.of(4, 64, 64), 16_384L))
                .send(Batches.shapes(7, List.of(1024, 50_000), List.of(8, 128), null))
                .send(Batches.shapes(8, List.of(1, 1), List.of(1), 1L))
                .send(Batches.shapes(9, List.of(32, 5), List.of(32, 1), 160L));
        assertThat(run.alerts()).isEmpty();
    }

    @Test
    void allPairsOnPurpose_isNotCritical() {
        run.send(Batches.shapes(0, List.of(32, 8, 1), List.of(32, 1, 8), 2048L));
        assertThat(run.alerts().get(0).getSeverity()).isEqualTo(Severity.WARNING);
    }

    @Test
    void lastBatchOfOneExample_doesNotResolve() {
        run.send(Batches.shapes(0, List.of(32, 1), List.of(32), 1024L));
        for (int i = 1; i < 10; i++) {
            run.send(Batches.shapes(i, List.of(1, 1), List.of(1), 1L));
        }
        assertThat(run.alerts()).hasSize(1);
    }
}
