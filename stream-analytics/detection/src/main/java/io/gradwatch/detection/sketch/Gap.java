package io.gradwatch.detection.sketch;

import io.gradwatch.detection.stats.Medians;
import java.util.Arrays;

/**
 * Validation in a {@link GapSeries} since its best. Errors are natural logarithms, so that a rise of 0.1 is one of 10.5
 * %.
 *
 * @param blocks blocks that are complete
 * @param since blocks since the best
 * @param bestStep step of the best
 * @param nextStep step of the block after the best
 * @param bestError validation error at the best
 * @param lastError validation error of late
 * @param rise rise of the validation error since the best: median of the last tenth of the blocks, three at least,
 *     minus the least mean of two neighbours
 * @param deviations rise over its standard error, from the noise between neighbours
 * @param fall fall of the training error since the best, less its noise
 * @param share rise over the whole fall of the validation error before the best
 * @param level blocks since validation first came within 2 % of its best
 * @param levelFall fall of the training error since then, less its noise
 * @param wander largest rise before the best that a better value followed: what this run's validation does anyway
 */
public record Gap(
        int blocks,
        int since,
        long bestStep,
        long nextStep,
        double bestError,
        double lastError,
        double rise,
        double deviations,
        double fall,
        double share,
        int level,
        double levelFall,
        double wander) {

    /** Fewest blocks to judge. */
    public static final int FEWEST = 5;

    /** Variance of the median of three and of the mean of two normal values, each over that of one value. */
    private static final double VARIANCE = 0.45 + 0.5;

    private static final double TINY = 1e-9;

    /** Distance from the best that counts as level, natural logarithm. */
    private static final double NEAR_BEST = 0.02;

    /** Blocks from which noise that lasts is told from a trend. */
    private static final int LONG = 20;

    private static final int FAR = 3;

    /** @param series with at least {@link #FEWEST} blocks */
    public static Gap of(GapSeries series) {
        double[] validation = series.validation.toArray();
        double[] training = series.training.toArray();
        int n = validation.length;
        int best = 1;
        double least = Double.POSITIVE_INFINITY;
        double wander = 0;
        double up = 0;
        double highest = validation[0];
        for (int i = 1; i < n; i++) {
            highest = Math.max(highest, validation[i]);
            double pair = (validation[i] + validation[i - 1]) / 2;
            if (pair < least) {
                least = pair;
                best = i;
                wander = Math.max(wander, up);
                up = 0;
            } else if (i >= 2) {
                up = Math.max(up, median(validation, i, 3) - least);
            }
        }
        double last = median(validation, n - 1, Math.max(3, n / 10));
        double rise = last - least;
        double error = Math.sqrt(VARIANCE) * noise(validation) + TINY;
        int level = 1;
        while ((validation[level] + validation[level - 1]) / 2 > least + NEAR_BEST) {
            level++;
        }
        double now = median(training, n - 1, 3) + Medians.noise(training, 1);
        return new Gap(
                n,
                n - 1 - best,
                (long) series.steps.means[best],
                (long) series.steps.means[Math.min(best + 1, n - 1)],
                Math.exp(least) - series.offset,
                Math.exp(last) - series.offset,
                rise,
                rise / error,
                median(training, best, 3) - now,
                rise / Math.max(highest - least, TINY),
                n - 1 - level,
                median(training, level, 3) - now,
                wander);
    }

    /** Bar of the rise in standard errors: the best of n values is low by chance, which sqrt(2 ln n) pays for. */
    public double needed(double deviations) {
        return deviations + Math.sqrt(2 * Math.log(blocks));
    }

    private static double median(double[] values, int last, int count) {
        return Medians.of(Arrays.copyOfRange(values, Math.max(0, last + 1 - count), last + 1));
    }

    /** Noise between neighbours, or where it lasts for longer than one value that between values farther apart. */
    private static double noise(double[] values) {
        double near = Medians.noise(values, 1);
        return values.length < LONG ? near : Math.max(near, Medians.noise(values, FAR));
    }
}
