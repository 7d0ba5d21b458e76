package io.gradwatch.detection.loss;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.stats.MannKendall;
import io.gradwatch.detection.stats.Medians;
import java.util.Arrays;

/**
 * The loss of late against the loss at the start, over means of blocks.
 *
 * @param start level of the start: mean of the first eighth of the blocks, or the higher of the first two where that is
 *     more
 * @param late mean of the later half of the blocks
 * @param error standard error of their difference, from the noise between neighbouring blocks
 * @param noise standard deviation of a block
 * @param range highest less lowest of the blocks behind the start
 * @param trend Mann-Kendall score of all blocks, below 0 where they fall
 */
record StartComparison(double start, double late, double error, double noise, double range, double trend) {

    /** Fewest blocks that are compared. */
    static final int FEWEST = 8;

    /** @param loss with at least {@link #FEWEST} blocks */
    static StartComparison of(LossCurve loss) {
        double[] blocks = loss.blocks.toArray();
        int n = blocks.length;
        int head = Math.max(2, n / 8);
        int half = n / 2;
        double start = Math.max(mean(blocks, 0, head), Math.max(blocks[0], blocks[1]));
        double late = mean(blocks, n - half, n);
        double noise = Medians.noise(Arrays.copyOfRange(blocks, head, n), 1);
        double highest = Double.NEGATIVE_INFINITY;
        double lowest = Double.POSITIVE_INFINITY;
        for (int i = head + 2; i < n; i++) {
            double smooth = Medians.ofThree(blocks[i - 2], blocks[i - 1], blocks[i]);
            highest = Math.max(highest, smooth);
            lowest = Math.min(lowest, smooth);
        }
        double error = noise * Math.sqrt(1.0 / head + 1.0 / half);
        return new StartComparison(start, late, error, noise, highest - lowest, MannKendall.z(blocks, 0));
    }

    /** Most that the loss may have fallen, as a share of the start. */
    double improvementAtMost() {
        return (start - late + 2 * error) / Math.abs(start);
    }

    /** Fall in standard errors. */
    double fallDeviations() {
        return (start - late) / Math.max(error, Double.MIN_NORMAL);
    }

    private static double mean(double[] values, int from, int to) {
        double sum = 0;
        for (int i = from; i < to; i++) {
            sum += values[i];
        }
        return sum / (to - from);
    }
}
