package io.gradwatch.fleet.history.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.read.Points.Point;
import java.util.List;
import org.junit.jupiter.api.Test;

class PointTest {

    @Test
    void pointsTogether_keepTheirExtremes_andCountWhatIsNotFinite() {
        Point together = Point.of(0, 4, 40, Double.NaN)
                .and(Point.of(0, 5, 50, 3))
                .and(Point.of(0, 6, 60, Double.NEGATIVE_INFINITY))
                .and(Point.of(0, 7, 70, 1));

        assertThat(together).isEqualTo(new Point(0, 4, 7, 40, 4, 1, 0, 1, 1.0, 3.0, 4, 1));
        assertThat(Points.of(false, 4, List.of(), List.of(together), null).mean())
                .containsExactly(2);
    }

    @Test
    void pointWithoutAFiniteValue_showsItsLast() {
        Point together = Point.of(0, 1, 10, Double.NaN).and(Point.of(0, 2, 20, Double.POSITIVE_INFINITY));

        Points points = Points.of(false, 2, List.of(), List.of(together), null);
        assertThat(points.max()).containsExactly(Double.POSITIVE_INFINITY);
        assertThat(points.mean()).containsExactly(Double.POSITIVE_INFINITY);
    }
}
