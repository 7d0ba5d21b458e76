package io.gradwatch.detection.generalisation;

import java.util.Map;

/**
 * Measure of the error of a run: 1 - accuracy where it is sent, else the loss. Once an accuracy was seen, losses no
 * longer count, so that like is compared with like. A plain state of 1 byte.
 */
public class ErrorMeasure {

    static final String ACCURACY = "accuracy";

    /** True if errors are 1 - accuracy, 0 to 1; losses else. */
    public boolean byAccuracy;

    /** The error; NaN where there is none of the sort that counts, or it is no error: negative or not finite. */
    double of(Double loss, Map<String, Double> metrics) {
        double accuracy = accuracy(metrics);
        if (!Double.isNaN(accuracy)) {
            byAccuracy = true;
            return 1 - accuracy;
        }
        return byAccuracy || loss == null || !(loss >= 0) || loss.isInfinite() ? Double.NaN : loss;
    }

    /** The accuracy, 0 to 1; NaN where there is none. */
    static double accuracy(Map<String, Double> metrics) {
        Double accuracy = metrics.get(ACCURACY);
        return accuracy == null || !(accuracy >= 0 && accuracy <= 1) ? Double.NaN : accuracy;
    }
}
