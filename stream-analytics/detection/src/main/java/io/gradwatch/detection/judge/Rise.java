package io.gradwatch.detection.judge;

import io.gradwatch.detection.sketch.Features;

/**
 * Rise that a blow-up must show: of the training loss (of the validation loss where there is no other) above its best
 * or above its start, or of the gradient norm. Trees alone call other faults a blow-up that begin in the first rows.
 */
public final class Rise {

    /** Units of the scale of {@link io.gradwatch.detection.sketch.SeriesSketch}: a factor of 2.7. */
    private static final float OF_LOSS = 1;

    private static final float OF_GRADIENT = 3;
    private static final int LOSS = place("loss-rise");
    private static final int LOSS_TOP = place("loss-top-over-start");
    private static final int VALIDATION = place("validation-rise");
    private static final int VALIDATION_TOP = place("validation-top-over-start");
    private static final int GRADIENT = place("gradient-rise");

    private Rise() {}

    /**
     * True where the run shows one.
     *
     * @param inputs one value a feature, NaN where unknown
     */
    public static boolean isIn(float[] inputs) {
        boolean known = !Float.isNaN(inputs[LOSS]);
        return inputs[known ? LOSS : VALIDATION] >= OF_LOSS
                || inputs[known ? LOSS_TOP : VALIDATION_TOP] >= OF_LOSS
                || inputs[GRADIENT] >= OF_GRADIENT;
    }

    private static int place(String feature) {
        int place = Features.all().indexOf(feature);
        if (place < 0) {
            throw new IllegalStateException("no feature is called '" + feature + "'");
        }
        return place;
    }
}
