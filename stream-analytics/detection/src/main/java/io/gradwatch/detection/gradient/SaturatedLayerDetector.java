package io.gradwatch.detection.gradient;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;

/**
 * Fires when at least `share` of the activations of a hidden layer are saturated at `observations` measurements in a
 * row, over at least 20 steps.
 *
 * <p><b>Meaning</b> Sigmoids or tanhs lie in the flat part of their function, through which hardly any gradient passes.
 * Usual causes: weights initialised too large, inputs that are not normalised, a learning rate too high (K4, K12).
 *
 * <p><b>Input</b> Of the speaking rank the saturated activations, or where they are not counted mean and standard
 * deviation, of {@link Step#getTensors()}, and {@link Step#getLoss()}. The last activation of a step is the output and
 * is not judged.
 *
 * <p><b>Statistic</b> Measurements in a row of each layer at which the saturated share is reached. Where it was
 * counted: {@code (saturatedCount - zeroCount) / elements}, in which the zeros of a ReLU, that dead layers are told by,
 * drop out; all of them for a declared tanh or sigmoid. Else, for a declared tanh, the mean square {@code mean^2 +
 * sd^2}, which is 1 only where all are at -1 or 1; for a sigmoid the same after {@code y = 2x - 1}.
 *
 * <p><b>Thresholds</b> share .9: published rules take .5 (SageMaker Debugger, DeepDiagnosis, TheDeepChecker), but
 * repaired published programs that learn well reach .86. observations 5 and 20 steps: own choice.
 *
 * <p><b>Firing and recovery</b> Warning where the saturated activations were counted, or the loss is flat or has risen;
 * info else. Recovered when no layer shows it at as many.
 *
 * <p><b>Cost and limits</b> At most 10 KB of state a run, 200 bytes while nothing is saturated; O(activations) a
 * measurement. {@value LayerStreaks#MOST} saturated layers are followed. Gates inside recurrent layers are not seen.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SaturatedLayerDetector extends HiddenLayerDetector {

    static final ConfigKey<Double> SHARE =
            ConfigKey.number("share", 0.9, 0.5, 1, "Saturated activations of a layer, 0 to 1.");

    /** For the service loader. */
    public SaturatedLayerDetector() {
        super("saturated-layer", SHARE, "saturated", "saturated activations", "pass hardly any gradient");
    }

    @Override
    double measure(TensorStatistics tensor, RunStarted run) {
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

    @Override
    boolean certain(State state, LayerStreaks.Streak streak) {
        return state.counted;
    }
}
