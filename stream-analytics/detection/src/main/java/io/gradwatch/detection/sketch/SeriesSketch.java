package io.gradwatch.detection.sketch;

import io.gradwatch.detection.stats.Asinh;
import io.gradwatch.detection.stats.Medians;
import io.gradwatch.detection.stats.Ring;
import io.gradwatch.detection.stats.RunningQuantile;
import java.util.Arrays;

/**
 * A series of any length in bounded memory: all of its values while there are at most {@value #MOST}, then the same
 * number of equal blocks, of which neighbours are merged when all are full. Levels are on the scale {@code y = asinh(x
 * / (0.03 s))} with s the size of the start: logarithmic for what is large against 0.03 s, linear near zero, so that a
 * loss may reach zero, take both signs, or be noisy once it has converged. A plain state of 1.5 KB once blocked, O(1) a
 * value on average.
 */
public class SeriesSketch {

    /** Most values that are kept as they are, and most blocks. */
    public static final int MOST = 64;

    /** Values before the last one whose median is what is usual. */
    static final int USUAL = 9;

    private static final int FEWEST = 4;
    private static final int RECENT = 32;

    /** Values from which on the scale no longer changes. */
    private static final int SCALE_KNOWN = 20;

    private static final int START = 5;
    private static final double LINEAR_BELOW = 0.03;
    private static final double NEGATIVE_BELOW = 0.02;

    /** Makes the median of absolute differences of normal noise the noise's standard deviation. */
    private static final double NORMAL = 1.4826 / Math.sqrt(2);

    /** Values as they came while they are not {@link #blocked}, then mean level of each block, on the scale. */
    public double[] level = new double[0];

    /** Mean size of the differences between neighbours in each block, on the scale; empty until blocked. */
    public float[] roughness = new float[0];

    /** Largest excursion above what was usual in each block, on the scale; empty until blocked. */
    public float[] peak = new float[0];

    /** Values or blocks that are kept. */
    public int size;

    /** Values in a block. */
    public long length = 1;

    /** True where levels are of blocks. */
    public boolean blocked;

    /** Values in the block that is not complete, and their sums. */
    public long partCount;

    /** Sum of the levels of the block that is not complete. */
    public double partLevel;

    /** Sum of the differences of the block that is not complete. */
    public double partRoughness;

    /** Largest excursion of the block that is not complete. */
    public double partPeak;

    /** Values seen. */
    public long count;

    /** The first values. */
    public double[] first = new double[START];

    /** The last values. */
    public Ring recent = new Ring(RECENT);

    /** Size of the start, s; 0 before the second value. */
    public double scale;

    /** Median size of the differences between neighbours, once blocked. */
    public RunningQuantile difference = new RunningQuantile();

    /** The last value on the scale, once blocked. */
    public double lastScaled;

    /** Height of the last value above what was usual, on the scale, once blocked. */
    public double excursion;

    /** The three largest excursions, largest first, on the scale, once blocked. */
    public double[] largest = new double[3];

    /** Highest value, as it came. */
    public double highest = Double.NEGATIVE_INFINITY;

    /** Number of the highest value, from 0. */
    public long highestAt;

    /** Lowest value, as it came. */
    public double lowest = Double.POSITIVE_INFINITY;

    /** Number of the lowest value, from 0. */
    public long lowestAt;

    /** Values clearly below zero. */
    public long negative;

    /** Values in a row, the last one included, that are the same to the last digit. */
    public long equal;

    /** Values in a row, the last one included, of which each is above the one before. */
    public long rising;

    /** Value at which the rise in a row began. */
    public double risingFrom;

    /**
     * Takes a value.
     *
     * @param value finite
     */
    public void take(double value) {
        double before = count == 0 ? Double.NaN : recent.last(0);
        equal = value == before ? equal + 1 : 1;
        rising = value > before ? rising + 1 : 0;
        risingFrom = rising == 1 ? before : risingFrom;
        if (value > highest) {
            highest = value;
            highestAt = count;
        }
        if (value < lowest) {
            lowest = value;
            lowestAt = count;
        }
        if (count < START) {
            first[(int) count] = value;
        }
        double usual = blocked ? usual() : 0;
        recent.add(value);
        count++;
        if (count <= SCALE_KNOWN) {
            scale = count < 2 ? 0 : startSize();
        }
        negative += value < -NEGATIVE_BELOW * scale ? 1 : 0;
        if (blocked) {
            addToBlock(scaled(value), usual);
        } else if (size < MOST) {
            if (size == level.length) {
                level = Arrays.copyOf(level, Math.min(MOST, Math.max(FEWEST, 2 * size)));
            }
            level[size++] = value;
        } else {
            block();
            addToBlock(scaled(value), scaled(medianBeforeLast()));
        }
    }

    /** Values of the start that are known and count: two of eight, five from twenty on. */
    public int startValues() {
        return (int) Math.min(START, Math.max(2, count / 4));
    }

    private double startSize() {
        double[] sizes = new double[Math.min(startValues(), (int) count)];
        double most = 0;
        for (int i = 0; i < sizes.length; i++) {
            sizes[i] = Math.abs(first[i]);
            most = Math.max(most, sizes[i]);
        }
        return Math.min(most, 3 * Medians.of(sizes)) + 1e-12;
    }

    /** A value on the scale. */
    public double scaled(double value) {
        return Asinh.of(value / (LINEAR_BELOW * scale));
    }

    /** The value that has this place on the scale. */
    double unscaled(double y) {
        return Math.sinh(y) * LINEAR_BELOW * scale;
    }

    /** Standard deviation of the noise between neighbours, on the scale. */
    double noiseOfBlocks() {
        return NORMAL * difference.value();
    }

    private double usual() {
        return scaled(Medians.ofNine(recent));
    }

    /** Median of the nine values before the last one. */
    private double medianBeforeLast() {
        double[] before = new double[USUAL];
        for (int i = 0; i < USUAL; i++) {
            before[i] = recent.last(1 + i);
        }
        return Medians.of(before);
    }

    private void addToBlock(double y, double usual) {
        double size = Math.abs(y - lastScaled);
        difference.add(size, 0.5);
        lastScaled = y;
        excursion = y - usual;
        rank(excursion);
        partLevel += y;
        partRoughness += size;
        partPeak = partCount == 0 ? excursion : Math.max(partPeak, excursion);
        partCount++;
        if (partCount == length) {
            completeBlock();
        }
    }

    private void completeBlock() {
        if (size == MOST) {
            merge();
        }
        if (partCount < length) {
            return;
        }
        level[size] = partLevel / partCount;
        roughness[size] = (float) (partRoughness / partCount);
        peak[size] = (float) partPeak;
        size++;
        partCount = 0;
        partLevel = 0;
        partRoughness = 0;
        partPeak = 0;
    }

    private void rank(double found) {
        double sinking = found;
        for (int i = 0; i < largest.length; i++) {
            if (sinking > largest[i]) {
                double displaced = largest[i];
                largest[i] = sinking;
                sinking = displaced;
            }
        }
    }

    /** Values become levels on the scale, which no longer changes. */
    private void block() {
        SeriesProfile values = SeriesProfile.of(this);
        roughness = new float[MOST];
        peak = new float[MOST];
        for (int i = 0; i < MOST; i++) {
            level[i] = values.level[i];
            roughness[i] = (float) values.roughness[i];
            peak[i] = (float) values.peak[i];
            difference.add(values.roughness[i], 0.5);
            rank(values.peak[i]);
        }
        difference.logEstimate = Math.log(Math.max(values.noise / NORMAL, Double.MIN_NORMAL));
        lastScaled = level[MOST - 1];
        blocked = true;
    }

    private void merge() {
        for (int i = 0; i < MOST / 2; i++) {
            level[i] = (level[2 * i] + level[2 * i + 1]) / 2;
            roughness[i] = (roughness[2 * i] + roughness[2 * i + 1]) / 2;
            peak[i] = Math.max(peak[2 * i], peak[2 * i + 1]);
        }
        Arrays.fill(level, MOST / 2, MOST, 0);
        size = MOST / 2;
        length *= 2;
    }
}
