package io.gradwatch.detection.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class StatisticsTest {

    @Test
    void blocks_keepTheMeanOfAnyNumberOfValues() {
        Blocks blocks = new Blocks();
        for (int i = 1; i <= 100_000; i++) {
            blocks.add(i);
        }
        assertThat(blocks.size).isBetween(Blocks.MOST / 2, Blocks.MOST);
        assertThat(blocks.count()).isEqualTo(100_000);
        assertThat(blocks.means[0]).isCloseTo((blocks.length + 1) / 2.0, within(1e-9));
    }

    @Test
    void zigZag_confirmsATopOnceTheSeriesFellByTheSwing() {
        ZigZag turns = new ZigZag();
        double[] tops = Arrays.stream(new double[] {0, 5, 4, 6, 3.5, 4.5, 2})
                .map(value -> turns.add(value, 2))
                .toArray();
        assertThat(tops[4]).isEqualTo(6);
        assertThat(Arrays.stream(tops).filter(Double::isFinite)).hasSize(1);
    }

    @Test
    void runningQuantile_approachesTheQuantile() {
        RunningQuantile quantile = new RunningQuantile();
        Random random = new Random(1);
        for (int i = 0; i < 5000; i++) {
            quantile.add(1 + random.nextDouble(), 0.9);
        }
        assertThat(quantile.value()).isCloseTo(1.9, within(0.15));
    }

    @Test
    void sustainedGrowth_isTheLeastOfTheLastValues() {
        SustainedGrowth growth = new SustainedGrowth(3);
        for (int i = 0; i < 50; i++) {
            growth.add(1, i, Math.log(10), true);
        }
        growth.add(1000, 50, Math.log(10), true);
        assertThat(growth.factor()).isCloseTo(1, within(1e-9));
        growth.add(500, 51, Math.log(10), true);
        growth.add(2000, 52, Math.log(10), true);
        assertThat(growth.factor()).isCloseTo(500, within(25.0));
        assertThat(growth.since).isEqualTo(50);
    }

    @Test
    void startLevel_ignoresOneWildValue() {
        StartLevel start = new StartLevel();
        for (double value : new double[] {2, 2, 1e9, 2, 2}) {
            start.add(value);
        }
        assertThat(start.level).isEqualTo(6);
    }

    @Test
    void noise_ignoresATrend() {
        assertThat(Medians.noise(new double[] {1, 1, 1, 1})).isZero();
        assertThat(Medians.of(new double[] {3, 1, 2, 10})).isEqualTo(2.5);
        assertThat(Medians.of(new double[0])).isNaN();
    }

    @Test
    void ring_forgetsTheOldest() {
        Ring ring = new Ring(3);
        for (int i = 0; i < 5; i++) {
            ring.add(i);
        }
        assertThat(ring.last(0)).isEqualTo(4);
        assertThat(ring.last(2)).isEqualTo(2);
        assertThat(ring.size()).isEqualTo(3);
    }
}
