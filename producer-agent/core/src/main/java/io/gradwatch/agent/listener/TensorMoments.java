package io.gradwatch.agent.listener;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.histogram.MagnitudeHistogram;

/**
 * Statistics of one tensor, gathered block by block in one pass over its memory: minimum, maximum, mean, standard
 * deviation and L2 norm of the finite elements, and the counts of NaN, infinities and zeros.
 *
 * <p>Within a block, sums are taken in double precision and shifted by the block's first element, so that the standard
 * deviation of a large mean with a small spread is not lost; blocks are merged by Chan, Golub and LeVeque's formula
 * (1983), kept in the form of deviations instead of squares, so that finite values of any size neither overflow nor
 * underflow unless the result itself does. A block in which the sum of squares leaves the range of a double, or that
 * has an element that is not finite, is looked at again while it is in the cache.
 *
 * <p>Not thread-safe. Takes no memory beyond the first block that is not finite, unless it takes a histogram.
 */
public final class TensorMoments {
    /** Elements that one call of {@code add} takes at most: 16 KiB of floats stay in the first-level cache. */
    public static final int BLOCK_ELEMENTS = 4096;

    /** Below this a sum of squares may have lost elements to underflow. */
    private static final double SMALLEST_TRUSTED_SQUARES = 0x1p-900;

    private double[] finiteElements = new double[0];

    private long elements;
    private long finiteCount;
    private long nanCount;
    private long infinityCount;
    private long zeroCount;
    private double minimum;
    private double maximum;
    private double mean;
    private double standardDeviation;
    private double l2Norm;
    private MagnitudeHistogram histogram;
    private double histogramFactor;

    public TensorMoments() {
        reset();
    }

    /**
     * Forgets all elements, and takes the histogram of those that follow too.
     *
     * @param divisor each element counts in it as itself divided by this, more than 0
     */
    public void resetWithHistogram(double divisor) {
        reset();
        histogram = new MagnitudeHistogram();
        histogramFactor = 1 / divisor;
    }

    /** Forgets all elements. */
    public void reset() {
        histogram = null;
        elements = 0;
        finiteCount = 0;
        nanCount = 0;
        infinityCount = 0;
        zeroCount = 0;
        minimum = Double.POSITIVE_INFINITY;
        maximum = Double.NEGATIVE_INFINITY;
        mean = 0;
        standardDeviation = 0;
        l2Norm = 0;
    }

    /** Adds the {@code count} floats from {@code from} on, at most {@value #BLOCK_ELEMENTS}. */
    public void add(float[] block, int from, int count) {
        if (count == 0) {
            return;
        }
        if (histogram != null) {
            histogram.add(block, from, count, (float) histogramFactor);
        }
        double shift = block[from];
        // Four lanes, because the additions of one wait for each other: two thirds of the time of two lanes.
        FloatLane sums = new FloatLane();
        FloatLane second = new FloatLane();
        FloatLane third = new FloatLane();
        FloatLane fourth = new FloatLane();
        int i = from;
        int end = from + count;
        for (; i + 3 < end; i += 4) {
            sums.add(block[i], shift);
            second.add(block[i + 1], shift);
            third.add(block[i + 2], shift);
            fourth.add(block[i + 3], shift);
        }
        for (; i < end; i++) {
            sums.add(block[i], shift);
        }
        sums.add(second);
        sums.add(third);
        sums.add(fourth);
        // The square of a finite float is a finite, normal double: only NaN and infinities make this sum not finite.
        if (Double.isFinite(sums.squares)) {
            count(count, sums.zeros, sums.low, sums.high);
            merge(count, shift, sums.sum, sums.shiftedSquares, sums.squares, 1);
        } else {
            double[] wide = roomFor(count);
            for (int at = 0; at < count; at++) {
                wide[at] = block[from + at];
            }
            addOneByOne(wide, 0, count);
        }
    }

    /** Adds the {@code count} doubles from {@code from} on, at most {@value #BLOCK_ELEMENTS}. */
    public void add(double[] block, int from, int count) {
        if (count == 0) {
            return;
        }
        if (histogram != null) {
            histogram.add(block, from, count, histogramFactor);
        }
        double shift = block[from];
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double sum = 0;
        double squares = 0;
        double shiftedSquares = 0;
        int zeros = 0;
        for (int i = from; i < from + count; i++) {
            double one = block[i];
            double deviation = one - shift;
            sum += deviation;
            shiftedSquares += deviation * deviation;
            squares += one * one;
            zeros += one == 0 ? 1 : 0;
            low = one < low ? one : low;
            high = one > high ? one : high;
        }
        boolean inRange = squares > SMALLEST_TRUSTED_SQUARES || zeros == count;
        if (inRange && Double.isFinite(squares) && Double.isFinite(shiftedSquares)) {
            count(count, zeros, low, high);
            merge(count, shift, sum, shiftedSquares, squares, 1);
        } else {
            addOneByOne(block, from, count);
        }
    }

    private void count(int count, int zeros, double low, double high) {
        elements += count;
        zeroCount += zeros;
        minimum = Math.min(minimum, low);
        maximum = Math.max(maximum, high);
    }

    private double[] roomFor(int count) {
        if (finiteElements.length < count) {
            finiteElements = new double[Math.max(count, BLOCK_ELEMENTS)];
        }
        return finiteElements;
    }

    /** Counts what is not finite, and adds the rest scaled by a power of two so that squares stay in range. */
    private void addOneByOne(double[] block, int from, int count) {
        double[] kept = roomFor(count);
        int finite = 0;
        double largest = 0;
        for (int i = 0; i < count; i++) {
            double one = block[from + i];
            if (Double.isFinite(one)) {
                kept[finite++] = one;
                largest = Math.max(largest, Math.abs(one));
                zeroCount += one == 0 ? 1 : 0;
                minimum = Math.min(minimum, one);
                maximum = Math.max(maximum, one);
            } else if (Double.isNaN(one)) {
                nanCount++;
            } else {
                infinityCount++;
            }
        }
        elements += count;
        if (finite > 0) {
            addScaled(finite, largest);
        }
    }

    private void addScaled(int finite, double largest) {
        double scale = largest == 0 ? 1 : Math.scalb(1.0, -Math.getExponent(largest));
        double shift = finiteElements[0] * scale;
        double sum = 0;
        double squares = 0;
        double shiftedSquares = 0;
        for (int i = 0; i < finite; i++) {
            double one = finiteElements[i] * scale;
            double deviation = one - shift;
            sum += deviation;
            shiftedSquares += deviation * deviation;
            squares += one * one;
        }
        merge(finite, shift, sum, shiftedSquares, squares, scale);
    }

    /** Merges a block by its sums over {@code scale * element}, the first two shifted by {@code shift}. */
    private void merge(int count, double shift, double sum, double shiftedSquares, double squares, double scale) {
        double shiftedMean = sum / count;
        double blockMean = (shift + shiftedMean) / scale;
        double blockVariance = Math.max(0, shiftedSquares / count - shiftedMean * shiftedMean);
        double blockDeviation = Math.sqrt(blockVariance) / scale;
        double blockNorm = Math.sqrt(squares) / scale;
        if (finiteCount == 0) {
            mean = blockMean;
            standardDeviation = blockDeviation;
            l2Norm = blockNorm;
        } else {
            double total = (double) finiteCount + count;
            double oldShare = finiteCount / total;
            double newShare = count / total;
            double between = Math.sqrt(oldShare * newShare);
            double within = Math.hypot(standardDeviation * Math.sqrt(oldShare), blockDeviation * Math.sqrt(newShare));
            standardDeviation = Math.hypot(within, blockMean * between - mean * between);
            mean = mean * oldShare + blockMean * newShare;
            l2Norm = Math.hypot(l2Norm, blockNorm);
        }
        finiteCount += count;
    }

    /** All elements, 0 or more. */
    public long elements() {
        return elements;
    }

    /** Smallest finite element; NaN where there is none. */
    public double minimum() {
        return finiteCount == 0 ? Double.NaN : minimum;
    }

    /** Largest finite element; NaN where there is none. */
    public double maximum() {
        return finiteCount == 0 ? Double.NaN : maximum;
    }

    /** Mean of the finite elements; NaN where there is none. */
    public double mean() {
        return finiteCount == 0 ? Double.NaN : mean;
    }

    /** Standard deviation of the finite elements as a population, 0 or more; NaN where there is none. */
    public double standardDeviation() {
        return finiteCount == 0 ? Double.NaN : standardDeviation;
    }

    /** L2 norm of the finite elements, 0 or more; NaN where there is none. */
    public double l2Norm() {
        return finiteCount == 0 ? Double.NaN : l2Norm;
    }

    /** Elements that are NaN. */
    public long nanCount() {
        return nanCount;
    }

    /** Elements that are positive or negative infinity. */
    public long infinityCount() {
        return infinityCount;
    }

    /** Elements that are 0 or -0. */
    public long zeroCount() {
        return zeroCount;
    }

    /**
     * Records the statistics, and the histogram where one is taken.
     *
     * @param divisor every element counts as itself divided by this, more than 0
     */
    public void recordTo(StepRecorder step, String name, TensorKind kind, double divisor) {
        step.tensor(
                name,
                kind,
                elements,
                minimum() / divisor,
                maximum() / divisor,
                mean() / divisor,
                standardDeviation() / divisor,
                l2Norm() / divisor,
                nanCount,
                infinityCount,
                zeroCount);
        step.histogram(histogram);
    }

    /** L2 norm of all elements: NaN if one is NaN, infinity if one is infinite, 0 if there are none. */
    public double strictL2Norm() {
        double finiteOrInfinite = infinityCount > 0 ? Double.POSITIVE_INFINITY : l2Norm;
        return nanCount > 0 ? Double.NaN : finiteOrInfinite;
    }
}
