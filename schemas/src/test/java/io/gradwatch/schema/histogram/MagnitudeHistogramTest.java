package io.gradwatch.schema.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MagnitudeHistogramTest {

    private static final int ROUNDS = 500;

    private final Random random = new Random(17);

    @Test
    void lowerEdge_belongsToTheBinAndTheUpperOneToTheNext() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        histogram.add(0.25);
        histogram.add(Math.nextDown(0.5));
        histogram.add(0.5);
        histogram.add(-0.25);
        histogram.add(Math.nextDown(-0.25));

        assertThat(histogram.count(false, -2)).isEqualTo(2);
        assertThat(histogram.count(false, -1)).isEqualTo(1);
        assertThat(histogram.count(true, -2)).isEqualTo(2);
        assertThat(histogram.total()).isEqualTo(5);
    }

    @Test
    void zeroNanAndInfinity_areInNoBin() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        for (double value : new double[] {0.0, -0.0, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY}) {
            histogram.add(value);
            histogram.add(new float[] {(float) value}, 0, 1, 1);
        }

        assertThat(histogram.total()).isZero();
    }

    @Test
    void magnitudesOutsideTheBins_areInTheOuterOnes() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        histogram.add(Double.MIN_VALUE);
        histogram.add(1e-30);
        histogram.add(-Double.MAX_VALUE);
        histogram.add(false, 24, 3);

        assertThat(histogram.count(false, MagnitudeHistogram.LOWEST_EXPONENT)).isEqualTo(2);
        assertThat(histogram.count(true, MagnitudeHistogram.HIGHEST_EXPONENT)).isEqualTo(1);
        assertThat(histogram.count(false, MagnitudeHistogram.HIGHEST_EXPONENT)).isEqualTo(3);
    }

    @Test
    void floats_areCountedAsDoublesAre() {
        for (int round = 0; round < ROUNDS; round++) {
            float[] values = new float[random.nextInt(200)];
            double[] wide = new double[values.length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) anyValue();
                wide[i] = values[i];
            }
            int from = values.length / 4;
            float factor = 1f / (1 + random.nextInt(100));
            MagnitudeHistogram ofFloats = new MagnitudeHistogram();
            ofFloats.add(values, from, values.length - from, factor);
            MagnitudeHistogram ofProducts = new MagnitudeHistogram();
            for (int i = from; i < values.length; i++) {
                ofProducts.add(values[i] * factor);
            }
            MagnitudeHistogram ofDoubles = new MagnitudeHistogram();
            ofDoubles.add(wide, from, values.length - from, 1);
            MagnitudeHistogram unscaled = new MagnitudeHistogram();
            unscaled.add(values, from, values.length - from, 1);

            assertThat(ofFloats).isEqualTo(ofProducts);
            assertThat(unscaled).isEqualTo(ofDoubles);
        }
    }

    @Test
    void counts_areInTheOrderOfTheirValues() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        histogram.add(-1e30);
        histogram.add(-1e-30);
        histogram.add(1e-30);
        histogram.add(1e30);

        long[] counts = histogram.counts();
        assertThat(new long[] {counts[0], counts[63], counts[64], counts[127]}).containsOnly(1);
        assertThat(MagnitudeHistogram.of(counts)).isEqualTo(histogram);
        assertThat(histogram.counts(true))
                .isEqualTo(histogram.counts(false))
                .startsWith(1, 0)
                .endsWith(0, 1);
    }

    @Test
    void binsOfParts_addUpToThoseOfTheWhole() {
        for (int round = 0; round < ROUNDS; round++) {
            MagnitudeHistogram whole = new MagnitudeHistogram();
            MagnitudeHistogram sum = new MagnitudeHistogram();
            for (int parts = random.nextInt(5); parts >= 0; parts--) {
                MagnitudeHistogram part = new MagnitudeHistogram();
                for (int i = random.nextInt(40); i > 0; i--) {
                    double value = anyValue();
                    whole.add(value);
                    part.add(value);
                }
                sum.add(MagnitudeHistogram.unpack(part.pack()));
            }
            assertThat(sum).isEqualTo(whole);
        }
    }

    @Test
    void anyCounts_areUnpackedAsTheyWerePacked() {
        for (int round = 0; round < ROUNDS; round++) {
            MagnitudeHistogram histogram = new MagnitudeHistogram();
            for (int i = random.nextInt(20); i > 0; i--) {
                histogram.add(
                        random.nextBoolean(), random.nextInt(80) - 48, random.nextLong() >>> 1 + random.nextInt(63));
            }
            MagnitudeHistogram kept = MagnitudeHistogram.of(positive(histogram.counts()));

            assertThat(MagnitudeHistogram.unpack(kept.pack())).isEqualTo(kept);
        }
    }

    @Test
    void bytes_areThoseThatTheSchemaDescribes() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        histogram.add(true, -40, 5);
        histogram.add(false, -3, 300);
        histogram.add(false, -1, 1);

        // Negative: one bin at place 0 with 5. Positive: three bins from place 37 with 300, 0 and 1.
        assertThat(HexFormat.of().formatHex(histogram.pack().array())).isEqualTo("010005" + "0325ac020001");
        assertThat(HexFormat.of().formatHex(new MagnitudeHistogram().pack().array()))
                .isEqualTo("0000");
    }

    @Test
    void normalNumbers_takeFewBytes() {
        MagnitudeHistogram histogram = new MagnitudeHistogram();
        for (int i = 0; i < 100_000; i++) {
            histogram.add(random.nextGaussian() * 1e-3);
        }

        assertThat(histogram.pack().remaining()).isLessThan(90);
    }

    @Test
    void bytesThatAreNoHistogram_areNone() {
        assertThat(MagnitudeHistogram.unpack(null)).isNull();
        for (String none : new String[] {
            "",
            "00",
            "000000",
            "0100",
            "41",
            "013f",
            "024000",
            "02",
            "01400100",
            "0100ffffffffffffffffff0100",
            "4100" + "00".repeat(66)
        }) {
            assertThat(MagnitudeHistogram.unpack(ByteBuffer.wrap(HexFormat.of().parseHex(none))))
                    .as(none)
                    .isNull();
        }
        for (int round = 0; round < 20_000; round++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            MagnitudeHistogram read = MagnitudeHistogram.unpack(ByteBuffer.wrap(bytes));
            assertThat(read == null || read.counts().length == MagnitudeHistogram.ALL_BINS)
                    .isTrue();
        }
    }

    @Test
    void countsThatAreNone_areRefused() {
        long[] negative = new long[MagnitudeHistogram.ALL_BINS];
        negative[3] = -1;

        assertThatThrownBy(() -> MagnitudeHistogram.of(negative)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MagnitudeHistogram.of(new long[64])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MagnitudeHistogram().count(true, 24)).isInstanceOf(IllegalArgumentException.class);
    }

    private double anyValue() {
        return switch (random.nextInt(12)) {
            case 0 -> 0;
            case 1 -> Double.NaN;
            case 2 -> Double.NEGATIVE_INFINITY;
            default -> random.nextGaussian() * Math.pow(2, random.nextInt(120) - 70);
        };
    }

    private static long[] positive(long[] counts) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] &= Long.MAX_VALUE;
        }
        return counts;
    }
}
