package io.gradwatch.standalone.draw;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.history.read.Points;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class BoundedSeriesTest {

    private static final int RESTARTS = 100_000;

    @Test
    void logOfManyRestarts_isDrawnInBoundedSpace_andItsOneSpikeIsSeen() {
        BoundedSeries series = new BoundedSeries();
        for (int attempt = 0; attempt < RESTARTS; attempt++) {
            series.add(attempt, attempt, 1.5);
            series.add(attempt, attempt + 1, attempt == 54_321 ? 9 : attempt == 76_543 ? Double.NaN : 1.5);
        }

        Points all = series.points();
        assertThat(all.size()).isBetween(400, 1_600);
        assertThat(all.attempts()).hasSizeLessThanOrEqualTo(all.size());
        assertThat(all.max()).contains(9);
        assertThat(all.step()[0]).isZero();
        assertThat(all.lastStep()[all.size() - 1]).isEqualTo(RESTARTS);
        assertThat(Arrays.stream(all.count()).sum()).isEqualTo(2 * RESTARTS);
        assertThat(Arrays.stream(all.nan()).sum()).isOne();
        Points few = series.points(60);
        assertThat(few.size()).isBetween(15, 60);
        assertThat(few.max()).contains(9);
    }

    @Test
    void attempts_stayApartWhereThatLeavesFewEnoughPoints() {
        BoundedSeries series = new BoundedSeries();
        for (int step = 0; step < 3_001; step++) {
            series.add(0, step, 1);
        }
        for (int step = 1_000; step < 4_001; step++) {
            series.add(1, step, 2);
        }

        Points all = series.points();
        assertThat(all.size()).isBetween(400, 1_600);
        assertThat(all.attempts())
                .containsExactly(new Points.Attempt(0, 0, 3_000, 3_001), new Points.Attempt(1, 1_000, 4_000, 3_001));
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.max()[i]).isEqualTo(all.attempt()[i] + 1).isEqualTo(all.min()[i]);
        }
        assertThat(series.points(60).attempts()).hasSize(2);
    }
}
