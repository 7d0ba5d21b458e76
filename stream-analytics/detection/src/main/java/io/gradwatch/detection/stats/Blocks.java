package io.gradwatch.detection.stats;

import java.util.Arrays;

/**
 * A series of any length as at most {@value #MOST} means of equal blocks: when all are full, neighbours are merged and
 * blocks get twice as long. A test on the means is the same test for 10 values and for 10^9. A plain state of 8 bytes a
 * mean and 50 more, O(1) a value on average.
 */
public class Blocks {

    /** Most blocks. */
    public static final int MOST = 64;

    private static final int FEWEST = 4;

    /** Means of the complete blocks, and room for some more: most series of a run never get a value. */
    public double[] means = new double[0];

    /** Complete blocks. */
    public int size;

    /** Values in a complete block. */
    public long length = 1;

    /** Sum of the values of the block that is not complete. */
    public double partSum;

    /** Values in the block that is not complete. */
    public long partCount;

    /**
     * Takes a value.
     *
     * @param value finite
     * @return whether it completed a block
     */
    public boolean add(double value) {
        partSum += value;
        partCount++;
        if (partCount < length) {
            return false;
        }
        if (size == MOST) {
            merge();
            return false;
        }
        if (size == means.length) {
            means = Arrays.copyOf(means, Math.min(MOST, Math.max(FEWEST, 2 * size)));
        }
        means[size++] = partSum / partCount;
        partSum = 0;
        partCount = 0;
        return true;
    }

    /** Values seen. */
    public long count() {
        return size * length + partCount;
    }

    /** The means of the complete blocks, in order. */
    public double[] toArray() {
        return Arrays.copyOf(means, size);
    }

    private void merge() {
        for (int i = 0; i < MOST / 2; i++) {
            means[i] = (means[2 * i] + means[2 * i + 1]) / 2;
        }
        size = MOST / 2;
        length *= 2;
    }
}
