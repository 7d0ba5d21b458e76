package io.gradwatch.detection.curve;

import io.gradwatch.detection.stats.Asinh;
import io.gradwatch.detection.stats.Blocks;
import io.gradwatch.detection.stats.Medians;
import io.gradwatch.detection.stats.Ring;
import io.gradwatch.detection.stats.RunningQuantile;
import io.gradwatch.detection.stats.StartLevel;

/**
 * The training loss in bounded memory. Values are compared on the scale {@code y = asinh(x / (0.03 s))} with s the
 * level of the start: logarithmic for what is large against 0.03 s, linear near zero, so that a loss may reach zero,
 * take both signs, or be noisy once it has converged. A plain state of 900 bytes, O(1) a value on average.
 */
public class LossCurve {

    /** Part of the start level up to which the scale is linear. */
    public static final double LINEAR_BELOW = 0.03;

    /** Values before the last one whose median is what is usual. */
    public static final int USUAL_VALUES = 9;

    /** Values from which on the largest excursion so far is known. */
    public static final int RECORD_FROM = 13;

    private static final int RECENT = 10;
    private static final double RECORD_FORGETTING = 0.9995;
    private static final double NEGATIVE_BELOW = 0.02;
    private static final double FAR = 8;
    private static final double FAR_AT_LEAST = 0.3;

    /** Makes the median of absolute differences of normal noise the noise's standard deviation. */
    private static final double NORMAL = 1.4826 / Math.sqrt(2);

    /** Finite values seen. */
    public long count;

    /** Step of the first value. */
    public long firstStep;

    /** The first value. */
    public double firstValue = Double.NaN;

    /** Step of the last value. */
    public long lastStep;

    /** Epoch of the first value, NaN where it has none. */
    public double firstEpoch = Double.NaN;

    /** Epoch of the last value, NaN where it has none. */
    public double lastEpoch = Double.NaN;

    /** The last value. */
    public double last = Double.NaN;

    /** The last value on the scale; NaN while that is not known. */
    public double lastScaled = Double.NaN;

    /** Level of the start. */
    public StartLevel start = new StartLevel();

    /** The last values, the last one included. */
    public Ring recent = new Ring(RECENT);

    /** All values as means of at most 64 blocks. */
    public Blocks blocks = new Blocks();

    /** True if the last value completed a block. */
    public boolean blockCompleted;

    /** Median size of the differences between neighbours, on the scale. */
    public RunningQuantile difference = new RunningQuantile();

    /** Median of the values before the last one; NaN before there are enough. */
    public double usual = Double.NaN;

    /** Distance of the last value above the usual level, on the scale. */
    public double excursion;

    /** Largest excursion before the last value, slowly forgotten, on the scale. */
    public double record;

    /** Values clearly below zero. */
    public long negative;

    /** Values that lay far above what was usual before them. */
    public long excursions;

    /** Values in a row, the last one included, each above the one before. */
    public long rises;

    /** Lowest mean of a block that was ever complete. */
    public double bestBlock = Double.POSITIVE_INFINITY;

    /** Values in a row, the last one included, that are the same to the last digit. */
    public long equal;

    /** Step of the first of them. */
    public long equalSince;

    /** Smallest size of a value that is not zero. */
    public double smallest = Double.POSITIVE_INFINITY;

    /**
     * Takes a value.
     *
     * @param value finite
     * @param epoch passes over the data, null where unknown
     */
    public void take(double value, long step, Double epoch) {
        record = Math.max(RECORD_FORGETTING * record, count >= RECORD_FROM ? excursion : 0);
        usual = recent.size() < USUAL_VALUES ? Double.NaN : Medians.ofNine(recent);
        boolean scaledBefore = start.add(value);
        if (scaledBefore) {
            double y = scaled(value);
            difference.add(Math.abs(y - (Double.isNaN(lastScaled) ? scaled(last) : lastScaled)), 0.5);
            lastScaled = y;
            excursion = Double.isNaN(usual) ? 0 : Math.max(0, y - scaled(usual));
            excursions += excursion > FAR * noise() && excursion > FAR_AT_LEAST ? 1 : 0;
            negative += value < -NEGATIVE_BELOW * start.level ? 1 : 0;
        }
        rises = value > last ? rises + 1 : 0;
        equalSince = value == last ? equalSince : step;
        equal = value == last ? equal + 1 : 1;
        smallest = value == 0 ? smallest : Math.min(smallest, Math.abs(value));
        if (count == 0) {
            firstStep = step;
            firstValue = value;
            firstEpoch = epoch == null ? Double.NaN : epoch;
        }
        count++;
        last = value;
        lastStep = step;
        lastEpoch = epoch == null ? lastEpoch : epoch;
        recent.add(value);
        blockCompleted = blocks.add(value);
        bestBlock = blockCompleted ? Math.min(bestBlock, blocks.means[blocks.size - 1]) : bestBlock;
    }

    /** A value on the scale. */
    public double scaled(double value) {
        return Asinh.of(value / (LINEAR_BELOW * start.level));
    }

    /** The value at a place of the scale. */
    public double unscaled(double scaled) {
        return Math.sinh(scaled) * LINEAR_BELOW * start.level;
    }

    /** Standard deviation of the noise between neighbours, on the scale. */
    public double noise() {
        return NORMAL * difference.value();
    }

    /** True if the loss takes both signs: then it is no measure of progress. */
    public boolean signed() {
        return negative > NEGATIVE_BELOW * count;
    }

    /** True where the last values lie below the first one. */
    public boolean fell() {
        return count > 0 && recent.median(RECENT) < firstValue;
    }

    /** Passes over the data that were seen; NaN where unknown. */
    public double epochs() {
        return lastEpoch - firstEpoch;
    }

    /** True if there is one value an epoch, or fewer. */
    public boolean perEpoch() {
        return count > 1 && epochs() >= 0.9 * (count - 1);
    }

    /** True if the run goes on from an earlier one: its first value is not that of an untrained model. */
    public boolean resumed() {
        return firstEpoch > 3 || firstStep > 1000;
    }

    /** Step at which a block began, taking the values as evenly spaced. */
    public long stepOf(int block) {
        double place = (double) block * blocks.length / Math.max(1, count - 1);
        return Math.round(firstStep + place * (lastStep - firstStep));
    }

    /**
     * Share of the training that was seen, 1 for what allows a first judgement of progress: seven epochs where there is
     * a value an epoch, else 30 values and four epochs, 40 values and 1,500 steps, or 2,000 values in at least one
     * epoch. Own choice: a network that has not begun to learn by then is worth a look.
     */
    public double exposure() {
        if (perEpoch()) {
            return count / 7.0;
        }
        double byEpochs = Double.isNaN(epochs()) ? 0 : Math.min(count / 30.0, epochs() / 4);
        double bySteps = Math.min(count / 40.0, (lastStep - firstStep) / 1500.0);
        double byValues = Double.isNaN(epochs()) || epochs() >= 1 ? count / 2000.0 : 0;
        return Math.max(byEpochs, Math.max(bySteps, byValues));
    }
}
