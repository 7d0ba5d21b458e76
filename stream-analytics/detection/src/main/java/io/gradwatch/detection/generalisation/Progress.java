package io.gradwatch.detection.generalisation;

import io.gradwatch.detection.stats.Blocks;
import io.gradwatch.detection.stats.Medians;
import java.util.Arrays;

/** Speed at which a series of errors still falls towards a goal. A plain state of 1.1 KB, O(1) a value on average. */
public class Progress {

    private static final int THIRDS = 3;

    /** Standard errors that are given to the run before it is called stuck. */
    private static final double DOUBT = 2;

    /** Means of the errors. */
    public Blocks errors = new Blocks();

    /** Steps of the errors. */
    public Blocks steps = new Blocks();

    /**
     * Takes an error.
     *
     * @param error finite
     * @return whether there is something new to judge
     */
    boolean add(double error, long step) {
        steps.add((double) step);
        return errors.add(error) && errors.size >= THIRDS * THIRDS;
    }

    long count() {
        return errors.count();
    }

    /** Mean error of the last third. */
    double late() {
        return mean(third(2));
    }

    /** Mean error of the middle third. */
    double middle() {
        return mean(third(1));
    }

    /** Step at which the middle third began. */
    long since() {
        return (long) steps.means[errors.size / THIRDS];
    }

    /** Part of the distance to the goal that the last third closed; negative where the error rose. */
    double closed(double goal) {
        return (middle() - late()) / Math.max(middle() - goal, Double.MIN_NORMAL);
    }

    /** True if the goal is missed and less than this part of the distance was closed, both beyond doubt. */
    boolean certainlyBelow(double part, double goal) {
        double error = standardError();
        boolean missed = late() - DOUBT * error > goal;
        return missed && middle() - late() + DOUBT * error < part * (middle() - goal);
    }

    private double standardError() {
        return Medians.noise(errors.toArray(), 1) * Math.sqrt(2.0 * THIRDS / errors.size);
    }

    private double[] third(int which) {
        int n = errors.size;
        return Arrays.copyOfRange(errors.means, n * which / THIRDS, n * (which + 1) / THIRDS);
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElse(Double.NaN);
    }
}
