package io.gradwatch.fleet.picture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 180, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ValueAxisTest {

    private static final double[] EXTREMES = {
        0,
        -0.0,
        Double.MIN_VALUE,
        1e-320,
        Double.MIN_NORMAL,
        2.5e-307,
        1,
        1e297,
        1.79e308,
        Double.MAX_VALUE,
        Double.POSITIVE_INFINITY,
        Double.NEGATIVE_INFINITY,
        Double.NaN
    };

    @Test
    void curveThatExplodesOrVanishes_hasAnAxisWithAFewTicks() {
        check(DoubleStream.iterate(1, value -> value < 1e298, value -> value * 1_000)
                .toArray());
        check(DoubleStream.iterate(1, value -> value > 2e-307, value -> value / 1_000)
                .toArray());
    }

    @Test
    void anyValues_haveAnAxisWithAFewTicks() {
        Random random = new Random(3);
        for (int i = 0; i < 20_000; i++) {
            double[] values = random.ints(random.nextInt(6), 0, 4)
                    .mapToDouble(kind -> switch (kind) {
                        case 0 -> EXTREMES[random.nextInt(EXTREMES.length)];
                        case 1 -> -EXTREMES[random.nextInt(EXTREMES.length)];
                        case 2 -> Double.longBitsToDouble(random.nextLong());
                        default -> Math.pow(10, random.nextInt(630) - 322);
                    })
                    .toArray();
            check(values);
        }
    }

    private static void check(double[] values) {
        for (boolean log : new boolean[] {false, true}) {
            ValueAxis axis = ValueAxis.of(values, log, List.of());
            String about = Arrays.toString(values) + " " + axis;
            assertThat(axis.low()).as(about).isFinite().isLessThanOrEqualTo(axis.high());
            assertThat(axis.high()).as(about).isFinite();
            assertThat(axis.ticks()).as(about).hasSizeLessThanOrEqualTo(30).allMatch(Double::isFinite);
            for (double value : values) {
                if (axis.shows(value) && value >= axis.low() && value <= axis.high()) {
                    assertThat(axis.place(value)).as(about).isBetween(0.0, 1.0);
                }
            }
        }
    }
}
