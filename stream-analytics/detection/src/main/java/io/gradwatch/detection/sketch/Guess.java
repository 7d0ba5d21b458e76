package io.gradwatch.detection.sketch;

/** The marks of a classifier that guesses: a cross-entropy of ln K and an accuracy of 1/K. */
final class Guess {

    private static final int[] CLASSES = {2, 3, 4, 5, 6, 8, 10, 20, 50, 100, 200, 1000};
    private static final double FEWEST_DIGITS = 0.003;
    private static final double FAR = 99;

    private Guess() {}

    /**
     * Distance of a loss from the nearest ln K.
     *
     * @param error standard error of the loss
     * @return in parts of 0.02, or of the error where that is more; {@value #FAR} of a loss that is not positive
     */
    static double distance(double loss, double error) {
        if (!(loss > 0)) {
            return FAR;
        }
        double nearest = Double.POSITIVE_INFINITY;
        for (int classes : CLASSES) {
            nearest = Math.min(nearest, Math.abs(loss - Math.log(classes)));
        }
        return Math.min(FAR, nearest / Math.max(0.02, error + FEWEST_DIGITS));
    }

    /** Distance of an accuracy, 0 to 1, from the nearest 1/K. */
    static double accuracyDistance(double accuracy) {
        double nearest = Double.POSITIVE_INFINITY;
        for (int classes : CLASSES) {
            nearest = Math.min(nearest, Math.abs(accuracy - 1.0 / classes));
        }
        return nearest;
    }
}
