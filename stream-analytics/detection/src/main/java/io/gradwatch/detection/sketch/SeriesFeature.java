package io.gradwatch.detection.sketch;

import java.util.function.ToDoubleFunction;

/**
 * Number of one series that judges look at. All are free of the series' unit, or logarithms: levels on the scale of
 * {@link SeriesSketch}, shares from 0 to 1, ratios.
 */
enum SeriesFeature {
    /** Values seen, logarithm. */
    COUNT(s -> Math.log1p(s.series.count)),
    /** Share of values clearly below zero. */
    NEGATIVE(s -> s.series.negative / (double) s.series.count),
    /** Size of the start, decimal logarithm. */
    SIZE(s -> Math.log10(s.series.scale)),
    /** Level of now above the best. */
    NOW_OVER_BEST(s -> s.now - s.least),
    /** Level of now above the start. */
    NOW_OVER_START(s -> s.now - s.start),
    /** Level of now above the highest block. */
    NOW_OVER_TOP(s -> s.now - max(s.smooth)),
    /** Highest value above the start. */
    TOP_OVER_START(s -> s.highest - s.start),
    /** Second to fifth value above the first. */
    FIRST_JUMP(SeriesFeature::firstJump),
    /** Best level above the start. */
    BEST_OVER_START(s -> s.least - s.start),
    /** Level of the later half above the start. */
    HALF_OVER_START(s -> s.halfMedian - s.start),
    /** Fall to the later half, as a share of the start. */
    IMPROVEMENT(SeriesShape::improvement),
    /** Most that this fall may be within the noise. */
    IMPROVEMENT_AT_MOST(SeriesShape::improvementAtMost),
    /** Rise of the blocks from the best. */
    RISE(s -> s.late - s.least),
    /** Rise over the noise of blocks. */
    RISE_DEVIATIONS(s -> (s.late - s.least) / s.blockNoise),
    /** Rise over the fall before the best. */
    RISE_SHARE(s -> (s.late - s.least) / (Math.abs(fall(s)) + 0.1)),
    /** Rise over what the series rose before and came back from. */
    RISE_OVER_WANDER(s -> (s.late - s.least) / (s.wander + 0.05)),
    /** Fall before the best. */
    FALL(SeriesFeature::fall),
    /** Part of the run since the best block. */
    SINCE_BEST(s -> 1 - (s.best + 1.0) / s.size),
    /** Values since the lowest one, logarithm. */
    VALUES_SINCE_LOWEST(s -> Math.log1p(s.series.count - 1.0 - s.series.lowestAt)),
    /** Part of the run at which the highest value stands. */
    HIGHEST_AT(s -> s.series.highestAt / (double) s.series.count),
    /** Trend of all blocks, Mann-Kendall score. */
    TREND(s -> s.trend(0)),
    /** Trend of the later half. */
    LATE_TREND(s -> s.trend(s.size / 2)),
    /** Slope of the later half. */
    LATE_SLOPE(SeriesShape::lateSlope),
    /** Noise between neighbours, logarithm. */
    NOISE(s -> Math.log(s.profile.noise)),
    /** Noise of late over that of the start, logarithm. */
    NOISE_GROWTH(SeriesShape::noiseGrowth),
    /** The last value above what was usual. */
    EXCURSION(s -> s.profile.excursion),
    /** The same over the noise. */
    EXCURSION_DEVIATIONS(s -> s.profile.excursion / s.profile.noise),
    /** Largest value above what was usual. */
    LARGEST_EXCURSION(s -> s.largest[0]),
    /** The same over the noise. */
    LARGEST_DEVIATIONS(s -> s.largest[0] / s.profile.noise),
    /** The largest excursion over the third largest. */
    LARGEST_OVER_THIRD(s -> s.largest[0] / (s.largest[2] + 0.05)),
    /** Crossings of the level of the start, logarithm. */
    CROSSINGS(s -> Math.log1p(s.crossings())),
    /** Part of the later half above the start. */
    ABOVE_START(SeriesShape::above),
    /** Turns by half a unit of the scale a block. */
    TURNS(s -> s.turns(0.5)),
    /** Turns by five deviations of the noise, and a tenth of a unit, a block. */
    NOISY_TURNS(s -> s.turns(Math.max(0.1, 5 * s.profile.noise))),
    /** Values in a row that are the same to the last digit, logarithm. */
    EQUAL(s -> Math.log(s.series.equal)),
    /** Different values among the last ones, a share. */
    DISTINCT(SeriesShape::distinct),
    /** Range of the later half, logarithm. */
    RANGE(s -> Math.log(s.range())),
    /** The same over the noise of blocks. */
    RANGE_DEVIATIONS(s -> Math.log(s.range() / s.blockNoise)),
    /** Likeness of neighbours of late. */
    AUTOCORRELATION(SeriesShape::autocorrelation),
    /** Later half above the first quarter, in deviations of blocks. */
    HALF_DEVIATIONS(s -> (s.halfMedian - s.profile.median(0, Math.max(1, s.size / 4))) / s.blockNoise),
    /** Highest rise of the mean at any place. */
    LEVEL_SHIFT(SeriesShape::levelShift),
    /** Values in a row of which each is higher, logarithm. */
    RISING(s -> Math.log1p(s.series.rising)),
    /** Rise of these values. */
    RISING_BY(s -> s.series.rising == 0 ? 0 : s.now - s.series.scaled(s.series.risingFrom)),
    /** Part of the neighbours of late of which the second is higher. */
    UP_SHARE(SeriesShape::upShare),
    /** Distance of the median of late from the logarithm of a number of classes, in units of its error. */
    GUESS_DISTANCE(s -> Guess.distance(s.halfMedianValue, s.halfSpread()));

    private final ToDoubleFunction<SeriesShape> value;

    SeriesFeature(ToDoubleFunction<SeriesShape> value) {
        this.value = value;
    }

    double of(SeriesShape shape) {
        return shape == null ? Double.NaN : value.applyAsDouble(shape);
    }

    private static double fall(SeriesShape s) {
        return s.profile.median(0, 2) - s.least;
    }

    private static double firstJump(SeriesShape s) {
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 1; i < Math.min(s.series.first.length, s.series.count); i++) {
            most = Math.max(most, s.series.scaled(s.series.first[i]));
        }
        return most - s.series.scaled(s.series.first[0]);
    }

    private static double max(double[] values) {
        double most = values[0];
        for (double value : values) {
            most = Math.max(most, value);
        }
        return most;
    }
}
