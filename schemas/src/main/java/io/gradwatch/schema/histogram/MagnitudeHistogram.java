package io.gradwatch.schema.histogram;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Counts of the elements of a tensor by sign and binary order of magnitude: the bin of exponent k holds magnitudes from
 * 2^k to below 2^(k + 1). Edges are the same for all tensors, so that histograms of parts, steps and ranks add up bin
 * by bin. Zero, NaN and infinities are in no bin; statistics of a tensor count them apart.
 *
 * <p>It is the exponential histogram of OpenTelemetry at scale 0, but that the lower edge belongs to a bin and not the
 * upper one: a floating-point number has its exponent in its bits, and nothing is computed to find its bin.
 */
public final class MagnitudeHistogram {

    /**
     * Exponent of the lowest bin, which takes all smaller magnitudes too. 2^-24 is the smallest number of float16, and
     * float32 has 24 bits: what is below 2^-40 is lost when it is added to a parameter of 2^-16 or more. Own choice.
     */
    public static final int LOWEST_EXPONENT = -40;

    /**
     * Exponent of the highest bin, which takes all larger magnitudes too. The largest number of float16 is below 2^16;
     * another 8 bins show how far beyond it values are. Own choice.
     */
    public static final int HIGHEST_EXPONENT = 23;

    /** Bins of one sign. */
    public static final int BINS = HIGHEST_EXPONENT - LOWEST_EXPONENT + 1;

    /** Bins of both signs. */
    public static final int ALL_BINS = 2 * BINS;

    private static final int FLOAT_MANTISSA_BITS = 23;
    private static final int FLOAT_BIAS = 127;

    /** Values of the upper nine bits of a float. */
    private static final int FLOAT_FIELDS = 512;

    /**
     * Bins by value: those of the negative elements from the largest magnitude down, then the positive ones upwards.
     */
    private final long[] counts;

    public MagnitudeHistogram() {
        this(new long[ALL_BINS]);
    }

    private MagnitudeHistogram(long[] counts) {
        this.counts = counts;
    }

    /** A histogram of counts in the order of {@link #counts()}, {@link #ALL_BINS} of them, 0 or more each. */
    public static MagnitudeHistogram of(long[] counts) {
        if (counts.length != ALL_BINS || Arrays.stream(counts).anyMatch(count -> count < 0)) {
            throw new IllegalArgumentException("a histogram has " + ALL_BINS + " counts of 0 or more");
        }
        return new MagnitudeHistogram(counts.clone());
    }

    /** The histogram that telemetry carries; null where it carries none, or bytes that are none. */
    public static MagnitudeHistogram unpack(ByteBuffer packed) {
        long[] counts = packed == null ? null : PackedBins.unpack(packed);
        return counts == null ? null : new MagnitudeHistogram(counts);
    }

    /** The histogram as telemetry carries it. */
    public ByteBuffer pack() {
        return PackedBins.pack(counts);
    }

    /** Counts an element. */
    public void add(double value) {
        if (value != 0 && Double.isFinite(value)) {
            counts[place(value < 0, Math.getExponent(value))]++;
        }
    }

    /** Counts {@code count} elements from {@code from} on, each times the factor, which is finite and more than 0. */
    public void add(double[] elements, int from, int count, double factor) {
        for (int i = from; i < from + count; i++) {
            add(elements[i] * factor);
        }
    }

    /**
     * The same of floats. Products smaller than the normal numbers of a float, 2^-126, are left out as zeros are: sign
     * and exponent are the upper nine bits, which alone are looked at.
     */
    public void add(float[] elements, int from, int count, float factor) {
        int[] fields = new int[FLOAT_FIELDS];
        for (int i = from; i < from + count; i++) {
            fields[Float.floatToRawIntBits(elements[i] * factor) >>> FLOAT_MANTISSA_BITS]++;
        }
        for (int exponent = Float.MIN_EXPONENT; exponent <= Float.MAX_EXPONENT; exponent++) {
            int field = exponent + FLOAT_BIAS;
            counts[place(false, exponent)] += fields[field];
            counts[place(true, exponent)] += fields[field + FLOAT_FIELDS / 2];
        }
    }

    /** Counts elements of one sign whose magnitude has an exponent; one outside the bins belongs to the nearest. */
    public void add(boolean negative, int exponent, long elements) {
        counts[place(negative, exponent)] += elements;
    }

    /** Adds the elements of another histogram; a bin ends at the largest number. */
    public void add(MagnitudeHistogram other) {
        for (int bin = 0; bin < ALL_BINS; bin++) {
            long sum = counts[bin] + other.counts[bin];
            counts[bin] = sum < 0 ? Long.MAX_VALUE : sum;
        }
    }

    /** Elements in the bin of a sign and an exponent, which must be one of a bin. */
    public long count(boolean negative, int exponent) {
        if (exponent < LOWEST_EXPONENT || exponent > HIGHEST_EXPONENT) {
            throw new IllegalArgumentException("no bin has the exponent " + exponent);
        }
        return counts[place(negative, exponent)];
    }

    /** Elements in all bins. */
    public long total() {
        return Arrays.stream(counts).sum();
    }

    /** Counts of the bins in the order of their values: negative from the largest magnitude down, then positive up. */
    public long[] counts() {
        return counts.clone();
    }

    /** Counts of the bins of one sign, by rising magnitude. */
    public long[] counts(boolean negative) {
        long[] ofSign = new long[BINS];
        for (int bin = 0; bin < BINS; bin++) {
            ofSign[bin] = counts[place(negative, LOWEST_EXPONENT + bin)];
        }
        return ofSign;
    }

    /** Place of a bin among the counts. */
    private static int place(boolean negative, int exponent) {
        int bin = Math.min(Math.max(exponent, LOWEST_EXPONENT), HIGHEST_EXPONENT) - LOWEST_EXPONENT;
        return negative ? BINS - 1 - bin : BINS + bin;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MagnitudeHistogram that && Arrays.equals(counts, that.counts);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(counts);
    }

    @Override
    public String toString() {
        return "MagnitudeHistogram" + Arrays.toString(counts);
    }
}
