package io.gradwatch.detection.engine.state;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.detection.testkit.Snapshots;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultCurveTest {

    private final ResultCurve curve = new ResultCurve();

    @Test
    void fewValues_areThePoints() {
        curve.take(1, 3.0);
        curve.take(5, 2.0);
        curve.take(6, 1.0);
        assertThat(curve.points()).containsExactly(List.of(1.0, 5.0, 6.0), List.of(3.0, 2.0, 1.0));
    }

    @Test
    void aMillionValues_areAtMost64Points_fromTheFirstToTheLast_onTheCurve() {
        for (int step = 0; step < 1_000_000; step++) {
            curve.take(step, 1.0 + step / 1e6 + (step % 2 == 0 ? 0.5 : -0.5));
        }
        List<Double> at = curve.points().get(0);
        List<Double> values = curve.points().get(1);
        assertThat(at).hasSizeBetween(32, ResultCurve.MOST_POINTS).isSorted();
        assertThat(at.get(0)).isLessThan(1_000_000.0 / 32);
        assertThat(at.get(at.size() - 1)).isGreaterThan(1_000_000.0 * 31 / 32);
        for (int i = 0; i < at.size(); i++) {
            assertThat(values.get(i)).isCloseTo(1.0 + at.get(i) / 1e6, within(1e-3));
        }
        assertThat(Snapshots.bytes(ResultCurve.class, curve)).hasSizeLessThan(1200);
    }

    @Test
    void absentAndNonFiniteValues_areLeftOut() {
        curve.take(1, null);
        curve.take(2, Double.NaN);
        curve.take(3, Double.POSITIVE_INFINITY);
        curve.take(4, 1.0);
        assertThat(curve.points()).containsExactly(List.of(4.0), List.of(1.0));
    }

    @Test
    void stepThatGoesBack_makesWhatCameAfterVoid() {
        for (int step = 0; step < 10; step++) {
            curve.take(step, 9.0);
        }
        curve.take(4, 1.0);
        curve.take(5, 1.0);
        assertThat(curve.points().get(0)).containsExactly(0.0, 1.0, 2.0, 3.0, 4.0, 5.0);
        assertThat(curve.points().get(1)).containsExactly(9.0, 9.0, 9.0, 9.0, 1.0, 1.0);
    }

    @Test
    void stepThatGoesBackToTheStart_beginsAnew_alsoInALongRun() {
        for (int step = 0; step < 1000; step++) {
            curve.take(step, 9.0);
        }
        for (int step = 0; step < 100; step++) {
            curve.take(step, 1.0);
        }
        assertThat(curve.points().get(1)).isNotEmpty().allMatch(value -> value == 1.0);
    }
}
