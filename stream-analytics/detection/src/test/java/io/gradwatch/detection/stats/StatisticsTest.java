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
    void medianOfNine_isThatOfTheLastNine() {
        Random random = new Random(3);
        Ring ring = new Ring(10);
        for (int i = 0; i < 5_000; i++) {
            ring.add(i % 2 == 0 ? random.nextInt(6) : random.nextGaussian());
            if (i >= 8) {
                assertThat(Medians.ofNine(ring)).isEqualTo(ring.median(9));
            }
        }
    }

    @Test
    void median_isTheMiddleOfAllValuesInOrder_whateverTheirNumberAndTies() {
        Random random = new Random(5);
        for (int n = 1; n <= 130; n++) {
            double[] values = new double[n];
            for (int i = 0; i < n; i++) {
                values[i] = n % 3 == 0 ? random.nextInt(4) : n % 3 == 1 ? random.nextGaussian() : i;
            }
            double[] sorted = values.clone();
            Arrays.sort(sorted);

            assertThat(Medians.of(values)).isEqualTo((sorted[(n - 1) / 2] + sorted[n / 2]) / 2);
        }
    }

    @Test
    void mannKendall_countsPairsThatRiseLessThoseThatFall() {
        assertThat(MannKendall.z(new double[] {1, 2, 2, 3}, 0)).isCloseTo(5 / Math.sqrt(26 / 3.0), within(1e-12));
        assertThat(MannKendall.z(new double[] {9, 4, 3, -0.0, 0.0}, 1))
                .isCloseTo(-5 / Math.sqrt(26 / 3.0), within(1e-12));
        assertThat(MannKendall.z(new double[] {1, 2, 3}, 0)).isZero();
    }

    @Test
    void movingMedian_isThatOfTheLastValues_andLiesBetweenBoundsThatItIsSaidTo() {
        Random random = new Random(7);
        double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0.0, -0.0, Double.MAX_VALUE};
        for (int values : new int[] {1, 2, 9, 10}) {
            MovingMedian moving = new MovingMedian(values);
            double[] all = new double[2_000];
            int between = 0;
            for (int i = 0; i < all.length; i++) {
                all[i] = i % 7 == 0 ? odd[random.nextInt(odd.length)] : random.nextInt(5);
                moving.add(all[i]);
                double expected =
                        i + 1 < values ? Double.NaN : Medians.of(Arrays.copyOfRange(all, i + 1 - values, i + 1));
                assertThat(moving.value() + 0.0).isEqualTo(Double.valueOf(expected + 0.0));
                if (moving.isSurelyBetween(0, 4)) {
                    assertThat(expected).isStrictlyBetween(0.0, 4.0);
                    between++;
                }
            }
            assertThat(between).isGreaterThan(all.length / 5);
        }
    }

    @Test
    void ring_hasTheLeastAndTheGreatestOfItsLastValues() {
        Random random = new Random(11);
        for (int size : new int[] {1, 2, 7}) {
            Ring ring = new Ring(size);
            for (int i = 0; i < 50; i++) {
                ring.add(random.nextInt(9));
                for (int latest = 1; latest <= size + 1; latest++) {
                    double[] last = ring.latest(latest);
                    assertThat(ring.least(latest))
                            .isEqualTo(Arrays.stream(last).min().orElseThrow());
                    assertThat(ring.greatest(latest))
                            .isEqualTo(Arrays.stream(last).max().orElseThrow());
                }
            }
        }
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
