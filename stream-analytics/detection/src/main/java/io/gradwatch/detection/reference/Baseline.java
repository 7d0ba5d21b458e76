package io.gradwatch.detection.reference;

import io.gradwatch.detection.stats.Blocks;
import io.gradwatch.detection.stats.Medians;
import java.util.Arrays;

/** True if the loss is below that of a very simple model. A plain state of 600 bytes, O(1) a value on average. */
public class Baseline {

    /** Losses, of an epoch at least, from which a verdict is given where epochs are known. */
    private static final int FEWEST = 20;

    /** Losses from which a verdict is given where they are not. */
    private static final int FEWEST_WITHOUT_EPOCHS = 200;

    /** Part of the baseline that is as good as the baseline. */
    private static final double AS_GOOD = 0.02;

    private static final double DOUBT = 2;

    /** The losses. */
    public Blocks losses = new Blocks();

    /** Takes a loss, at an epoch that is NaN where it is not known; returns whether there is something to judge. */
    boolean add(double loss, double epoch) {
        boolean block = losses.add(loss);
        long count = losses.count();
        return block && (epoch >= 1 ? count >= FEWEST : Double.isNaN(epoch) && count >= FEWEST_WITHOUT_EPOCHS);
    }

    /** Mean loss of the later half. */
    double late() {
        return Arrays.stream(half()).average().orElse(Double.NaN);
    }

    /** True if the later half is beyond doubt no better than a simple model of this loss. */
    boolean learnsNothing(double simple) {
        double[] half = half();
        double error = Medians.noise(half, 1) / Math.sqrt(half.length);
        return late() - DOUBT * error > simple - AS_GOOD * Math.abs(simple);
    }

    private double[] half() {
        return Arrays.copyOfRange(losses.means, losses.size / 2, losses.size);
    }
}
