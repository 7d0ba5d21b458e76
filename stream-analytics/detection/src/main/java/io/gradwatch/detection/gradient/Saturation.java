package io.gradwatch.detection.gradient;

import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.TensorStatistics;

/**
 * Saturated share of an activation, 0 to 1.
 *
 * <p>Where it was counted: {@code (saturatedCount - zeroCount) / elements}, in which the zeros of a ReLU, that dead
 * layers are told by, drop out; all of them for a declared tanh or sigmoid. Else, for a declared tanh, the mean square
 * {@code mean^2 + sd^2}, which is 1 only where all are at -1 or 1; for a sigmoid the same after {@code y = 2x - 1}.
 */
final class Saturation {

    private Saturation() {}

    /** NaN where it cannot be told. */
    static double of(TensorStatistics tensor, RunStarted run) {
        if (tensor.getNanCount() > 0 || tensor.getElements() <= 0) {
            return Double.NaN;
        }
        String function = HiddenActivations.function(tensor, run);
        boolean tanh = function.contains("tanh");
        boolean sigmoid = function.contains("sigmoid");
        if (tensor.getSaturatedCount() != null) {
            long zeros = tanh || sigmoid ? 0 : tensor.getZeroCount();
            return (double) (tensor.getSaturatedCount() - zeros) / tensor.getElements();
        }
        double mean = tensor.getMean();
        double deviation = tensor.getStandardDeviation();
        if (function.startsWith("hard") || tensor.getMinimum() < -1 || tensor.getMaximum() > 1) {
            return Double.NaN;
        }
        if (sigmoid) {
            double centred = 2 * mean - 1;
            return centred * centred + 4 * deviation * deviation;
        }
        return tanh ? mean * mean + deviation * deviation : Double.NaN;
    }
}
