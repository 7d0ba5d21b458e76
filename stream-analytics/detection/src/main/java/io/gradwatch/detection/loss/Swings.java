package io.gradwatch.detection.loss;

import io.gradwatch.detection.stats.Asinh;
import io.gradwatch.detection.stats.StartLevel;
import io.gradwatch.detection.stats.ZigZag;

/**
 * Swings of one series of errors through the level of its start, on a scale that is logarithmic for what is large
 * against the start and linear near zero: {@code y = asinh(x / (0.03 * s))} with s the level of the first five values.
 * Swings are counted over the later half of the series, more or less: from 1/4 or 1/2 of its length on, whichever power
 * of two that is. A plain state of 170 bytes, O(1) a value.
 */
public class Swings {

    private static final double LINEAR_BELOW = 0.03;
    private static final double NEGATIVE_BELOW = 0.02;
    private static final int FEW_NEGATIVE = 3;

    /** Level of the first values. */
    public StartLevel start = new StartLevel();

    /** Turns of the scaled series. */
    public ZigZag turns = new ZigZag();

    /** Values seen. */
    public long count;

    /** Values clearly below zero. */
    public long negative;

    /** True if the last turn was a top above the start. */
    public boolean above;

    /** Highest value from which a swing began. */
    public double highest;

    /** Number of the value at which the present block began, a power of two. */
    public long blockStart = 1;

    /** Swings in the present block, and in the one before, which is half as long. */
    public long[] swings = new long[2];

    /** Step of the first swing in the present block, and in the one before. */
    public long[] firstStep = new long[2];

    /**
     * Takes a value.
     *
     * @param value finite
     * @param swing fall from a top that counts, on the scaled axis
     */
    public void add(double value, long step, double swing) {
        count++;
        if (count >= 2 * blockStart) {
            blockStart *= 2;
            swings[1] = swings[0];
            firstStep[1] = firstStep[0];
            swings[0] = 0;
        }
        if (!start.add(value) || !(start.level > 0)) {
            return;
        }
        negative += value < -NEGATIVE_BELOW * start.level ? 1 : 0;
        double unit = LINEAR_BELOW * start.level;
        int before = turns.direction;
        double turned = turns.extreme;
        turns.add(Asinh.of(value / unit), swing);
        if (turns.direction != before && before != 0) {
            turn(before > 0, turned, unit, step);
        }
    }

    /** A swing is a top above the start and, next, a bottom below it. */
    private void turn(boolean top, double y, double unit, long step) {
        double level = Asinh.of(floor() / unit);
        if (top) {
            above = y >= level;
            highest = above ? Math.max(highest, Math.sinh(y) * unit) : highest;
        } else if (above && y < level) {
            firstStep[0] = swings[0] == 0 ? step : firstStep[0];
            swings[0]++;
        }
    }

    /** Swings in the window. */
    public long recent() {
        return swings[0] + swings[1];
    }

    /** Values in the window. */
    public long window() {
        return count - blockStart / 2;
    }

    /** Step of the first swing in the window. */
    public long onset() {
        return swings[1] > 0 ? firstStep[1] : firstStep[0];
    }

    /** True if the series takes both signs, so that it is no error. */
    public boolean signed() {
        return negative >= FEW_NEGATIVE;
    }

    /** Level that a top must reach: the start, or where its first two values were if that is less. */
    public double floor() {
        return Math.min(start.level, Math.max(start.first[0], start.first[1]));
    }
}
