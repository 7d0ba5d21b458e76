package io.gradwatch.fleet.history.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.fleet.history.read.Points.Point;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SmoothingTest {

    private static final double HALF_LIFE = 4;

    private static Point value(int attempt, long step, double value) {
        boolean finite = Double.isFinite(value);
        return new Point(
                attempt,
                step,
                step,
                0,
                1,
                Double.isNaN(value) ? 1 : 0,
                value == Double.POSITIVE_INFINITY ? 1 : 0,
                0,
                finite ? (Double) value : null,
                finite ? (Double) value : null,
                finite ? value : 0,
                value);
    }

    @Test
    void constantCurve_staysConstant_fromTheFirstPointOn() {
        List<Point> values =
                LongStream.range(0, 50).mapToObj(step -> value(0, step, 3)).toList();

        assertThat(Smoothing.exponential(values, values, HALF_LIFE))
                .usingElementComparator((one, other) -> Math.abs(one - other) < 1e-12 ? 0 : 1)
                .containsOnly(3.0);
    }

    @Test
    void valueOneHalfLifeBack_weighsHalf() {
        List<Point> values = List.of(value(0, 0, 1), value(0, 4, 4));

        double[] smoothed = Smoothing.exponential(values, values, HALF_LIFE);

        assertThat(smoothed[1]).isEqualTo((0.5 * 1 + 4) / 1.5, within(1e-12));
    }

    @Test
    void valuesThatAreNotFinite_areLeftOut_andNothingBeforeTheFirstIsNaN() {
        List<Point> values = List.of(
                value(0, 0, Double.NaN),
                value(0, 1, 2),
                value(0, 2, Double.POSITIVE_INFINITY),
                value(0, 3, Double.NaN));

        assertThat(Smoothing.exponential(values, values, HALF_LIFE))
                .containsExactly(new double[] {Double.NaN, 2, 2, 2}, within(1e-12));
    }

    @Test
    void attempt_beginsAnew() {
        List<Point> values = List.of(value(0, 10, 100), value(1, 5, 1), value(1, 6, 1));

        assertThat(Smoothing.exponential(values, values, HALF_LIFE))
                .containsExactly(new double[] {100, 1, 1}, within(1e-12));
    }

    @Test
    void pointOfSeveralSteps_hasTheAverageAtItsEnd() {
        List<Point> values = List.of(value(0, 0, 1), value(0, 1, 2), value(0, 2, 3), value(0, 3, 4));
        Point both = new Point(0, 0, 1, 0, 2, 0, 0, 0, 1.0, 2.0, 3, 2);

        double[] smoothed = Smoothing.exponential(List.of(both, value(0, 3, 4)), values, HALF_LIFE);
        double[] each = Smoothing.exponential(values, values, HALF_LIFE);

        assertThat(smoothed).containsExactly(new double[] {each[1], each[3]}, within(1e-12));
    }
}
