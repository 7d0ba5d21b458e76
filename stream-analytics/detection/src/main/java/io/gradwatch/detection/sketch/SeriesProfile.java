package io.gradwatch.detection.sketch;

import io.gradwatch.detection.stats.Medians;
import java.util.Arrays;

/**
 * The shape of a series as it is now: level, roughness and largest excursion of each block, on the scale of its
 * {@link SeriesSketch}; blocks are single values while these are few.
 */
final class SeriesProfile {

    /** Smallest noise, so that a series without any can be divided by it. */
    static final double QUIET = 1e-6;

    private static final int LARGEST = 3;

    final SeriesSketch series;
    final int size;
    final double[] level;
    final double[] roughness;
    final double[] peak;

    /** Standard deviation of the noise between neighbouring values. */
    final double noise;

    /** Height of the last value above what was usual before it. */
    final double excursion;

    private SeriesProfile(
            SeriesSketch series, double[] level, double[] roughness, double[] peak, double noise, double excursion) {
        this.series = series;
        this.size = level.length;
        this.level = level;
        this.roughness = roughness;
        this.peak = peak;
        this.noise = noise;
        this.excursion = excursion;
    }

    /** @param series of two values or more */
    static SeriesProfile of(SeriesSketch series) {
        return series.blocked ? ofBlocks(series) : ofValues(series);
    }

    private static SeriesProfile ofBlocks(SeriesSketch series) {
        int n = series.size;
        double[] roughness = new double[n];
        double[] peak = new double[n];
        for (int i = 0; i < n; i++) {
            roughness[i] = series.roughness[i];
            peak[i] = series.peak[i];
        }
        return new SeriesProfile(
                series,
                Arrays.copyOf(series.level, n),
                roughness,
                peak,
                series.noiseOfBlocks() + QUIET,
                series.excursion);
    }

    private static SeriesProfile ofValues(SeriesSketch series) {
        int n = series.size;
        double[] level = new double[n];
        double[] roughness = new double[n];
        double[] peak = new double[n];
        double[] differences = new double[n - 1];
        for (int i = 0; i < n; i++) {
            level[i] = series.scaled(series.level[i]);
            if (i > 0) {
                differences[i - 1] = level[i] - level[i - 1];
                roughness[i] = Math.abs(differences[i - 1]);
            }
            if (i > 1) {
                peak[i] = level[i] - usualBefore(level, i);
            }
        }
        return new SeriesProfile(
                series, level, roughness, peak, Medians.noise(differences) + QUIET, n < 3 ? 0 : peak[n - 1]);
    }

    private static double usualBefore(double[] level, int place) {
        int from = place - SeriesSketch.USUAL;
        return from < 0 ? Medians.of(Arrays.copyOf(level, place)) : Medians.ofNine(level, from);
    }

    /** The three largest excursions, largest first. */
    double[] largest() {
        if (series.blocked) {
            return series.largest.clone();
        }
        double[] largest = new double[LARGEST];
        int found = 0;
        for (int i = Math.min(2, size); i < size; i++) {
            double sinking = peak[i];
            for (int place = 0; place < found; place++) {
                if (sinking > largest[place]) {
                    double displaced = largest[place];
                    largest[place] = sinking;
                    sinking = displaced;
                }
            }
            if (found < LARGEST) {
                largest[found++] = sinking;
            }
        }
        Arrays.fill(largest, found, LARGEST, found == 0 ? 0 : largest[found - 1]);
        return largest;
    }

    /** Levels as means of three neighbours, of two at the ends; as they are where there are fewer than five. */
    double[] smooth() {
        double[] smooth = level.clone();
        if (size < 5) {
            return smooth;
        }
        for (int i = 1; i < size - 1; i++) {
            smooth[i] = (level[i - 1] + level[i] + level[i + 1]) / 3;
        }
        smooth[0] = (level[0] + level[1]) / 2;
        smooth[size - 1] = (level[size - 2] + level[size - 1]) / 2;
        return smooth;
    }

    /** Median of the levels from a place on, up to another, exclusive. */
    double median(int from, int to) {
        return Medians.of(Arrays.copyOfRange(level, Math.max(0, from), to));
    }

    /** Noise of the levels of blocks. */
    double blockNoise() {
        if (!series.blocked) {
            return noise;
        }
        return Medians.noise(level, 1) + QUIET;
    }
}
