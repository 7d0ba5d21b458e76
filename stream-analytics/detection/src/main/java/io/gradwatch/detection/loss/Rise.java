package io.gradwatch.detection.loss;

import io.gradwatch.detection.curve.LossCurve;
import io.gradwatch.detection.stats.Medians;

/**
 * Rise of the means of blocks from their best, on the scale of {@link LossCurve}.
 *
 * @param best number of the best block, by medians of three
 * @param blocks all blocks
 * @param least level of the best
 * @param now level of late: median of the last three blocks
 * @param drop fall before the best: the progress that was made
 * @param wander largest rise before the best that a better value followed: what this loss does anyway
 * @param top level of the start: the higher of the first two blocks
 */
record Rise(int best, int blocks, double least, double now, double drop, double wander, double top) {

    /** Fewest blocks. */
    static final int FEWEST = 6;

    private static final int FAR = 4;
    private static final int ENOUGH_FOR_FAR = 12;

    /** Variance of the median of three normal values over that of one. */
    private static final double VARIANCE = 0.45;

    /** @param loss with at least {@link #FEWEST} blocks */
    static Rise of(LossCurve loss) {
        double[] y = scaled(loss);
        int n = y.length;
        double least = Double.POSITIVE_INFINITY;
        int best = 2;
        double wander = 0;
        double up = 0;
        for (int i = 2; i < n - 3; i++) {
            double level = median(y, i);
            if (level < least) {
                least = level;
                best = i;
                wander = Math.max(wander, up);
                up = 0;
            } else {
                up = Math.max(up, level - least);
            }
        }
        double top = Math.max(y[0], y[1]);
        return new Rise(best, n, least, median(y, n - 1), top - least, wander, top);
    }

    /**
     * Standard error of a difference of two levels, from the noise between neighbours and between blocks four apart,
     * whichever is more, so that noise which lasts counts as noise.
     *
     * @param loss with at least {@link #FEWEST} blocks
     */
    static double error(LossCurve loss) {
        double[] y = scaled(loss);
        double near = Medians.noise(y, 1);
        double far = y.length < ENOUGH_FOR_FAR ? 0 : Medians.noise(y, FAR);
        return Math.max(near, far) * Math.sqrt(2 * VARIANCE);
    }

    private static double[] scaled(LossCurve loss) {
        double[] y = loss.blocks.toArray();
        for (int i = 0; i < y.length; i++) {
            y[i] = loss.scaled(y[i]);
        }
        return y;
    }

    double rise() {
        return now - least;
    }

    private static double median(double[] y, int last) {
        return Medians.ofThree(y[last - 2], y[last - 1], y[last]);
    }
}
