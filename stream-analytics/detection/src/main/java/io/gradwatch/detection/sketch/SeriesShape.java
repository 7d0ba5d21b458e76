package io.gradwatch.detection.sketch;

import io.gradwatch.detection.stats.MannKendall;
import io.gradwatch.detection.stats.Medians;
import java.util.Arrays;

/** Common ground of the features of one series, computed once for all of them. Levels are on the series' scale. */
final class SeriesShape {

    final SeriesProfile profile;
    final SeriesSketch series;

    /** Blocks. */
    final int size;

    /** Level of the start: median of the first values. */
    final double start;

    /** Level of now: median of the last three values. */
    final double now;

    /** Highest value of all. */
    final double highest;

    /** Smoothed levels of the blocks. */
    final double[] smooth;

    /** Number of the best smoothed block. */
    final int best;

    /** Level of the best smoothed block. */
    final double least;

    /** Level of late: median of the last three blocks. */
    final double late;

    /** Noise of the levels of blocks. */
    final double blockNoise;

    /** Levels of the later half of the blocks. */
    final double[] half;

    /** Median of the later half. */
    final double halfMedian;

    /** Median of the later half as it came. */
    final double halfMedianValue;

    /** The later half as it came. */
    private final double[] halfValues;

    /** The three largest excursions, largest first. */
    final double[] largest;

    /** Largest rise before the best that a better block followed: what this series does anyway. */
    final double wander;

    private SeriesShape(SeriesProfile profile) {
        this.profile = profile;
        this.series = profile.series;
        this.size = profile.size;
        this.start = startLevel(series);
        this.now = series.scaled(series.recent.median(3));
        this.highest = series.scaled(series.highest);
        this.smooth = profile.smooth();
        this.best = lowest(smooth);
        this.least = smooth[best];
        this.late = profile.median(size - 3, size);
        this.blockNoise = profile.blockNoise();
        this.half = Arrays.copyOfRange(profile.level, size / 2, size);
        this.halfMedian = Medians.of(half.clone());
        this.halfMedianValue = series.unscaled(halfMedian);
        this.halfValues = unscaled(half);
        this.largest = profile.largest();
        this.wander = wander(smooth, best);
    }

    /** The shape; null of a series of fewer than three values. */
    static SeriesShape of(SeriesSketch series) {
        return series.count < 3 || !(series.scale > 0) ? null : new SeriesShape(SeriesProfile.of(series));
    }

    private static double startLevel(SeriesSketch series) {
        double[] values = new double[series.startValues()];
        for (int i = 0; i < values.length; i++) {
            values[i] = series.scaled(series.first[i]);
        }
        return Medians.of(values);
    }

    private double[] unscaled(double[] levels) {
        double[] values = new double[levels.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = series.unscaled(levels[i]);
        }
        return values;
    }

    private static int lowest(double[] levels) {
        int best = 0;
        for (int i = 1; i < levels.length; i++) {
            best = levels[i] < levels[best] ? i : best;
        }
        return best;
    }

    private static double wander(double[] levels, int best) {
        double wander = 0;
        double least = levels[0];
        double up = 0;
        for (int i = 1; i <= best; i++) {
            if (levels[i] < least) {
                least = levels[i];
                wander = Math.max(wander, up);
                up = 0;
            } else {
                up = Math.max(up, levels[i] - least);
            }
        }
        return wander;
    }

    /** Fall of the mean from the first values to the later half, as a share of the first. */
    double improvement() {
        double mean = startMean();
        return (mean - halfMean()) / (Math.abs(mean) + 1e-12);
    }

    /** Most that the fall may be, at two standard errors of the levels of blocks. */
    double improvementAtMost() {
        double mean = startMean();
        double error = blockNoise * Math.sqrt(1.0 / Math.max(2, size / 8) + 2.0 / size);
        double step = Math.abs(series.unscaled(halfMedian + 2 * error) - halfMedianValue);
        return (mean - halfMean() + step) / (Math.abs(mean) + 1e-12);
    }

    private double startMean() {
        return mean(series.first, 0, series.startValues());
    }

    private double halfMean() {
        return mean(halfValues, 0, halfValues.length);
    }

    /** Standard error of {@link #halfMedianValue}. */
    double halfSpread() {
        double[] deviations = new double[half.length];
        for (int i = 0; i < half.length; i++) {
            deviations[i] = Math.abs(halfValues[i] - halfMedianValue);
        }
        return 1.4826 * Medians.of(deviations) / Math.sqrt(half.length);
    }

    /** Mean level of the last third of the later half less that of its first third. */
    double lateSlope() {
        int third = Math.max(1, half.length / 3);
        return mean(half, half.length - third, half.length) - mean(half, 0, third);
    }

    /** Times that the later half crosses from below to above the level of the start, with a width of 1. */
    int crossings() {
        int crossings = 0;
        int side = 0;
        for (double y : half) {
            int now = y > start ? 1 : y < start - 1 ? -1 : 0;
            if (now != 0) {
                crossings += now > 0 && side < 0 ? 1 : 0;
                side = now;
            }
        }
        return crossings;
    }

    /** Part of the later half that lies above the level of the start. */
    double above() {
        int above = 0;
        for (double y : half) {
            above += y > start ? 1 : 0;
        }
        return above / (double) half.length;
    }

    /** Highest rise of the mean level at any place: what lies behind it less what lies before. */
    double levelShift() {
        if (size < 6) {
            return 0;
        }
        double total = mean(profile.level, 0, size) * size;
        double before = profile.level[0] + profile.level[1];
        double most = Double.NEGATIVE_INFINITY;
        for (int place = 3; place < size - 2; place++) {
            before += profile.level[place - 1];
            most = Math.max(most, (total - before) / (size - place) - before / place);
        }
        return most;
    }

    /** Likeness of neighbours of the last third, -1 to 1. */
    double autocorrelation() {
        int from = size - Math.max(Math.min(4, size), size / 3);
        double middle = profile.median(from, size);
        double product = 0;
        double square = 1e-12;
        for (int i = from; i < size; i++) {
            double here = profile.level[i] - middle;
            square += here * here;
            product += i == from ? 0 : here * (profile.level[i - 1] - middle);
        }
        return product / (size - from - 1) / (square / (size - from));
    }

    /** Noise of the last third of the values over that of the first third, natural logarithm; NaN of few. */
    double noiseGrowth() {
        int third = (size - 1) / 3;
        if (third < 4) {
            return Double.NaN;
        }
        double first = Medians.of(Arrays.copyOfRange(profile.roughness, 1, 1 + third));
        double last = Medians.of(Arrays.copyOfRange(profile.roughness, size - third, size));
        return Math.log((last + SeriesProfile.QUIET) / (first + SeriesProfile.QUIET));
    }

    /** Different values among the last ones that are kept, as a share. */
    double distinct() {
        double[] values = series.recent.copy();
        Arrays.sort(values);
        int distinct = 1;
        for (int i = 1; i < values.length; i++) {
            distinct += values[i] != values[i - 1] ? 1 : 0;
        }
        return distinct / (double) values.length;
    }

    /** Range of the later half. */
    double range() {
        double highest = half[0];
        double lowest = half[0];
        for (double y : half) {
            highest = Math.max(highest, y);
            lowest = Math.min(lowest, y);
        }
        return highest - lowest + SeriesProfile.QUIET;
    }

    /** Mann-Kendall score of the levels from a block on. */
    double trend(int from) {
        return size - from < 4 ? 0 : MannKendall.z(profile.level, from);
    }

    /** Turns of the levels that are larger than a width, as a share of all blocks. */
    double turns(double width) {
        int turns = 0;
        int direction = 0;
        double extreme = profile.level[0];
        for (double y : profile.level) {
            if (direction >= 0 ? y > extreme : y < extreme) {
                extreme = y;
            } else if (Math.abs(y - extreme) >= width) {
                direction = y > extreme ? 1 : -1;
                extreme = y;
                turns++;
            }
        }
        return turns / (double) size;
    }

    /** Part of the neighbours in the later half of which the second is higher. */
    double upShare() {
        int ups = 0;
        for (int i = 1; i < half.length; i++) {
            ups += half[i] > half[i - 1] ? 1 : 0;
        }
        return half.length < 2 ? Double.NaN : ups / (half.length - 1.0);
    }

    static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
