package io.gradwatch.detection.gradient;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorStatistics;

/**
 * Fires when at least `share` of the activations of a hidden layer are exactly zero at `observations` measurements in a
 * row, over at least 20 steps.
 *
 * <p><b>Meaning</b> The units of a layer are off for all examples, mostly ReLUs: nothing goes forward, no gradient
 * comes back, and the layers below stop to learn. Usual causes: a learning rate too high, inputs that are not
 * normalised, an initialisation with strongly negative biases (K4, K12).
 *
 * <p><b>Input</b> Of the speaking rank the zeros of the activations in {@link Step#getTensors()}, and
 * {@link Step#getLoss()}. The last activation of a step is the output and is not judged; nor is an activation with NaN
 * or without elements, which counts as not measured.
 *
 * <p><b>Statistic</b> {@code zeroCount / elements} of each measurement; measurements in a row of each layer.
 *
 * <p><b>Thresholds</b> share .99: a node is dead below 1 % activity (SageMaker Debugger, DyingRelu). Half of a layer's
 * activations, or .7 as others take, are usual in networks that learn well: repaired published programs reach .82.
 * observations 5 and 20 steps: own choice, so that a start that mends itself is none.
 *
 * <p><b>Firing and recovery</b> Warning where all activations are zero, or the loss is flat or has risen; info else:
 * sparse codes are that sparse on purpose. Recovered when no layer shows it at as many.
 *
 * <p><b>Cost and limits</b> At most 10 KB of state a run, 200 bytes while nothing is dead; O(activations) a
 * measurement. {@value LayerStreaks#MOST} dead layers are followed. Single dead units of a layer that lives are not
 * seen.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class DeadLayerDetector extends HiddenLayerDetector {

    static final ConfigKey<Double> SHARE =
            ConfigKey.number("share", 0.99, 0.5, 1, "Zeros among the activations of a layer, 0 to 1.");

    /** For the service loader. */
    public DeadLayerDetector() {
        super("dead-layer", SHARE, "dead", "zeros", "are zero");
    }

    @Override
    double measure(TensorStatistics activation, RunStarted run) {
        return activation.getElements() > 0 && activation.getNanCount() == 0
                ? (double) activation.getZeroCount() / activation.getElements()
                : Double.NaN;
    }

    @Override
    boolean certain(State state, LayerStreaks.Streak streak) {
        return streak.value >= 1;
    }
}
