package io.gradwatch.detection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.testkit.Snapshots;
import io.gradwatch.detection.testkit.TensorRuns;
import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tensors that no job should send, of layers that come and go: no detector throws, or grows without a bound. */
class AbsurdTensorsTest {

    private static final int MOST_STATE_BYTES = 64 * 1024;
    private static final double[] VALUES = {Double.NaN, Double.POSITIVE_INFINITY, -1e308, 0, 1, Double.MIN_VALUE};

    static List<Detector<?>> detectors() {
        return TestRun.DETECTORS;
    }

    @ParameterizedTest
    @MethodSource("detectors")
    void absurdTensors_neverThrow_andStateIsBounded(Detector<?> detector) {
        TestRun run = TestRun.of(detector.spec().id());
        Random random = new Random(7);
        assertThatCode(() -> {
                    for (int i = 0; i < 2000; i++) {
                        run.send(TensorRuns.step(i, VALUES[random.nextInt(VALUES.length)], tensors(random)));
                    }
                })
                .doesNotThrowAnyException();
        assertThat(bytes(run, detector)).isLessThan(MOST_STATE_BYTES);
    }

    private static <S> int bytes(TestRun run, Detector<S> detector) {
        S state = run.stateOf(detector);
        return state == null ? 0 : Snapshots.bytes(detector.stateType(), state).length;
    }

    private static TensorStatistics[] tensors(Random random) {
        TensorStatistics[] tensors = new TensorStatistics[random.nextInt(20)];
        for (int i = 0; i < tensors.length; i++) {
            TensorKind kind = TensorKind.values()[random.nextInt(TensorKind.values().length)];
            String layer = random.nextInt(5000) + "x".repeat(random.nextInt(300));
            tensors[i] = TensorRuns.tensor(layer, kind, VALUES[random.nextInt(VALUES.length)]);
            tensors[i].setElements(random.nextInt(3) - 1);
            tensors[i].setZeroCount(random.nextInt(3));
            tensors[i].setSaturatedCount(random.nextBoolean() ? null : (long) random.nextInt(3));
            tensors[i].setNanCount(random.nextInt(2));
        }
        return tensors;
    }
}
