package io.gradwatch.agent.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Test;

class TensorMomentsTest {
    private final Random random = new Random(42);

    @Test
    void randomTensorsOfManyShapes_equalTheTwoPassReference() {
        for (int trial = 0; trial < 200; trial++) {
            int count = 1 + random.nextInt(3 * TensorMoments.BLOCK_ELEMENTS);
            double centre = Math.scalb(random.nextGaussian(), random.nextInt(40) - 20);
            double spread = Math.scalb(1.0, random.nextInt(20) - 12) * Math.max(Math.abs(centre), 1e-3);
            double faults = trial % 3 == 0 ? 0.05 : 0;
            float[] values = floats(count, () -> element(centre, spread, faults));
            assertLikeReference(moments(values), widened(values));
            double[] doubles = widened(floats(count, () -> element(centre, spread, faults)));
            assertLikeReference(moments(doubles), doubles);
        }
    }

    private double element(double centre, double spread, double faults) {
        double dice = random.nextDouble();
        if (dice < faults) {
            double[] odd = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, 0, -0.0};
            return odd[random.nextInt(odd.length)];
        }
        return centre + spread * random.nextGaussian();
    }

    @Test
    void smallSpreadOnLargeMean_keepsItsStandardDeviation() {
        double[] values = new double[10_000];
        Arrays.setAll(values, i -> 1e9 + (i % 2 == 0 ? 0.001 : -0.001));
        assertThat(moments(values).standardDeviation()).isCloseTo(0.001, within(1e-6));
    }

    @Test
    void hugeAndTinyDoubles_neitherOverflowNorUnderflow() {
        TensorMoments huge = moments(new double[] {1e308, -1e308, 1e308, -1e308});
        assertThat(huge.l2Norm()).isEqualTo(Double.POSITIVE_INFINITY);
        assertThat(huge.standardDeviation()).isCloseTo(1e308, within(1e295));
        assertThat(huge.mean()).isZero();
        assertThat(moments(new double[] {3e200, 4e200}).l2Norm()).isCloseTo(5e200, within(1e187));
        assertThat(moments(new double[] {3e-300, 4e-300}).l2Norm()).isCloseTo(5e-300, within(1e-312));
        TensorMoments denormal = moments(new double[] {Double.MIN_VALUE, -Double.MIN_VALUE});
        assertThat(denormal.standardDeviation()).isEqualTo(Double.MIN_VALUE);
        assertThat(denormal.zeroCount()).isZero();
    }

    @Test
    void largestAndSmallestFloats_areMeasuredExactly() {
        TensorMoments huge = moments(new float[] {Float.MAX_VALUE, -Float.MAX_VALUE});
        assertThat(huge.standardDeviation()).isEqualTo(Float.MAX_VALUE);
        assertThat(huge.l2Norm()).isCloseTo(Math.sqrt(2) * Float.MAX_VALUE, within(1e24));
        assertThat(moments(new float[] {Float.MIN_VALUE}).l2Norm()).isEqualTo(Float.MIN_VALUE);
    }

    @Test
    void histogram_isTakenWhereItIsAskedForAndOfQuotients() {
        List<MagnitudeHistogram> recorded = new ArrayList<>();
        StepRecorder step = (StepRecorder) Proxy.newProxyInstance(
                StepRecorder.class.getClassLoader(), new Class<?>[] {StepRecorder.class}, (proxy, method, args) -> {
                    if (method.getName().equals("histogram")) {
                        recorded.add((MagnitudeHistogram) args[0]);
                    }
                    return proxy;
                });
        TensorMoments moments = new TensorMoments();
        moments.resetWithHistogram(8);
        moments.add(new float[] {9, 4, -4, 0, Float.NaN, 2}, 1, 4);
        moments.add(new double[] {1, Double.POSITIVE_INFINITY}, 0, 2);
        moments.recordTo(step, "a", TensorKind.GRADIENT, 8);
        moments.reset();
        moments.add(new float[] {1}, 0, 1);
        moments.recordTo(step, "b", TensorKind.GRADIENT, 8);

        MagnitudeHistogram expected = new MagnitudeHistogram();
        expected.add(0.5);
        expected.add(-0.5);
        expected.add(0.125);
        assertThat(recorded).containsExactly(expected, null);
    }

    @Test
    void nonFiniteElements_areCountedAndLeftOutOfTheRest() {
        TensorMoments moments = moments(
                new float[] {Float.NaN, 3, Float.POSITIVE_INFINITY, 0, -4, -0f, Float.NEGATIVE_INFINITY, Float.NaN});
        assertThat(moments.elements()).isEqualTo(8);
        assertThat(moments.nanCount()).isEqualTo(2);
        assertThat(moments.infinityCount()).isEqualTo(2);
        assertThat(moments.zeroCount()).isEqualTo(2);
        assertThat(moments.minimum()).isEqualTo(-4);
        assertThat(moments.maximum()).isEqualTo(3);
        assertThat(moments.l2Norm()).isCloseTo(5, within(1e-15));
        assertThat(moments.strictL2Norm()).isNaN();
        assertThat(moments(new float[] {1, Float.NEGATIVE_INFINITY}).strictL2Norm())
                .isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void noFiniteElement_hasNoStatistics() {
        for (TensorMoments moments : new TensorMoments[] {moments(new float[0]), moments(new float[] {Float.NaN})}) {
            assertThat(new double[] {moments.minimum(), moments.maximum(), moments.mean(), moments.l2Norm()})
                    .containsOnly(Double.NaN);
            assertThat(moments.standardDeviation()).isNaN();
        }
        assertThat(moments(new float[0]).elements()).isZero();
        assertThat(moments(new float[0]).strictL2Norm()).isZero();
    }

    @Test
    void reset_forgetsEverything() {
        TensorMoments moments = moments(new float[] {Float.NaN, 7, 0});
        moments.reset();
        moments.add(new float[] {2, 4}, 0, 2);
        assertLikeReference(moments, new double[] {2, 4});
    }

    private static void assertLikeReference(TensorMoments actual, double[] values) {
        double[] finite = Arrays.stream(values).filter(Double::isFinite).toArray();
        double mean = Arrays.stream(finite).average().orElse(Double.NaN);
        double variance = Arrays.stream(finite)
                .map(x -> (x - mean) * (x - mean))
                .average()
                .orElse(Double.NaN);
        double l2 = Math.sqrt(Arrays.stream(finite).map(x -> x * x).sum());
        double largest = Arrays.stream(finite).map(Math::abs).max().orElse(0);
        assertThat(actual.elements()).isEqualTo(values.length);
        assertThat(actual.nanCount())
                .isEqualTo(Arrays.stream(values).filter(Double::isNaN).count());
        assertThat(actual.infinityCount())
                .isEqualTo(Arrays.stream(values).filter(Double::isInfinite).count());
        assertThat(actual.zeroCount())
                .isEqualTo(Arrays.stream(values).filter(x -> x == 0).count());
        if (finite.length > 0) {
            assertThat(actual.minimum()).isEqualTo(Arrays.stream(finite).min().getAsDouble());
            assertThat(actual.maximum()).isEqualTo(Arrays.stream(finite).max().getAsDouble());
            assertThat(actual.mean()).isCloseTo(mean, within(1e-12 * largest));
            assertThat(actual.standardDeviation())
                    .isCloseTo(Math.sqrt(variance), within(1e-9 * Math.sqrt(variance) + 1e-15 * largest));
            assertThat(actual.l2Norm()).isCloseTo(l2, within(1e-12 * l2));
        }
    }

    private static TensorMoments moments(float[] values) {
        TensorMoments moments = new TensorMoments();
        for (int from = 0; from < values.length; from += TensorMoments.BLOCK_ELEMENTS) {
            int to = Math.min(values.length, from + TensorMoments.BLOCK_ELEMENTS);
            moments.add(Arrays.copyOfRange(values, from, to), 0, to - from);
        }
        return moments;
    }

    private static TensorMoments moments(double[] values) {
        TensorMoments moments = new TensorMoments();
        for (int from = 0; from < values.length; from += TensorMoments.BLOCK_ELEMENTS) {
            int to = Math.min(values.length, from + TensorMoments.BLOCK_ELEMENTS);
            moments.add(Arrays.copyOfRange(values, from, to), 0, to - from);
        }
        return moments;
    }

    private static float[] floats(int count, DoubleSupplier element) {
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) element.getAsDouble();
        }
        return values;
    }

    private static double[] widened(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }
}
