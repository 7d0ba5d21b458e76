package io.gradwatch.agent.dl4j;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;
import org.nd4j.linalg.schedule.ISchedule;

/**
 * The hyper-parameters that a network's configuration declares, as text. Where layers differ, their values are listed.
 */
final class Hyperparameters {
    /** Longest text of the settings of all updaters, characters. */
    private static final int LONGEST_SETTINGS = 500;
    /** Longest text of a schedule within them, characters: enough for all that have a formula. */
    private static final int LONGEST_SCHEDULE = 150;

    private final Network network;
    private final ParameterLayout layout;
    private final Map<String, String> values = new LinkedHashMap<>();

    private Hyperparameters(Network network, ParameterLayout layout) {
        this.network = network;
        this.layout = layout;
    }

    static Map<String, String> of(Network network, ParameterLayout layout) {
        Hyperparameters hyperparameters = new Hyperparameters(network, layout);
        hyperparameters.readUpdaters();
        hyperparameters.readRegularization();
        hyperparameters.readLayers();
        hyperparameters.readDefaults();
        return hyperparameters.values;
    }

    private void readUpdaters() {
        put("updater", updater -> updater.getClass().getSimpleName());
        put("updaterSettings", Hyperparameters::settings);
        values.computeIfPresent("updaterSettings", (key, text) -> cut(text));
        put("learningRate", updater -> updater.hasLearningRate() ? updater.getLearningRate(0, 0) : null);
        put("learningRateSchedule", Hyperparameters::schedule);
    }

    private void put(String key, Function<IUpdater, Object> value) {
        putDistinct(
                key,
                layout.segments().stream()
                        .filter(ParameterLayout.Segment::trained)
                        .map(segment -> value.apply(segment.updater()))
                        .toList());
    }

    /**
     * What the updater says of itself, with schedules that say much, such as a value for each iteration, as their kind.
     */
    private static String settings(IUpdater updater) {
        String text = updater.toString();
        for (Method getter : updater.getClass().getMethods()) {
            if (getter.getParameterCount() == 0 && ISchedule.class.isAssignableFrom(getter.getReturnType())) {
                text = withShortSchedule(text, updater, getter);
            }
        }
        return text;
    }

    private static String withShortSchedule(String text, IUpdater updater, Method getter) {
        try {
            Object schedule = getter.invoke(updater);
            String said = String.valueOf(schedule);
            return schedule == null || said.length() <= LONGEST_SCHEDULE
                    ? text
                    : text.replace(said, schedule.getClass().getSimpleName());
        } catch (ReflectiveOperationException e) {
            return text;
        }
    }

    private static String cut(String text) {
        return text.length() <= LONGEST_SETTINGS ? text : text.substring(0, LONGEST_SETTINGS - 1) + "…";
    }

    /** The kind of the schedule: DL4J has a getter for it in each updater, but no common type. */
    private static String schedule(IUpdater updater) {
        try {
            Object schedule =
                    updater.getClass().getMethod("getLearningRateSchedule").invoke(updater);
            return schedule == null ? null : schedule.getClass().getSimpleName();
        } catch (ReflectiveOperationException e) {
            return null;
        }
    }

    private void readRegularization() {
        List<Regularization> all = layout.segments().stream()
                .filter(ParameterLayout.Segment::trained)
                .map(segment -> segment.layer().getConfig().getRegularizationByParam(segment.parameter()))
                .filter(Objects::nonNull)
                .flatMap(List::stream)
                .toList();
        putDistinct("l1", all, L1Regularization.class, l1 -> l1.getL1().valueAt(0, 0));
        putDistinct("l2", all, L2Regularization.class, l2 -> l2.getL2().valueAt(0, 0));
        putDistinct(
                "weightDecay", all, WeightDecay.class, decay -> decay.getCoeff().valueAt(0, 0));
    }

    private <T> void putDistinct(String key, List<Regularization> all, Class<T> type, Function<T, Object> value) {
        putDistinct(
                key,
                all.stream().filter(type::isInstance).map(type::cast).map(value).toList());
    }

    private void readLayers() {
        List<Layer> layers = network.layers().stream()
                .map(Network.NetworkLayer::configuration)
                .filter(Objects::nonNull)
                .toList();
        putDistinct(
                "weightInit", layers.stream().map(Hyperparameters::weightInit).toList());
        putDistinct(
                "activation", layers.stream().map(Hyperparameters::activation).toList());
        putDistinct(
                "loss",
                NetworkOutput.of(network).stream().map(NetworkOutput::loss).toList());
        putDistinct("dropOut", layers.stream().map(Layer::getIDropout).toList());
        List<Trainable> trainables =
                network.layers().stream().map(Network.NetworkLayer::trainable).toList();
        putDistinct(
                "gradientNormalization",
                trainables.stream().map(Hyperparameters::clipping).toList());
    }

    private static String weightInit(Layer layer) {
        return layer instanceof BaseLayer base && base.getWeightInitFn() != null
                ? base.getWeightInitFn().getClass().getSimpleName()
                : null;
    }

    /** Null where the layer's configuration has none. */
    static IActivation activation(Layer layer) {
        if (layer instanceof ActivationLayer activation) {
            return activation.getActivationFn();
        }
        return layer instanceof BaseLayer base ? base.getActivationFn() : null;
    }

    private static String clipping(Trainable layer) {
        if (layer.numParams() == 0 || layer.getConfig() == null) {
            return null;
        }
        GradientNormalization kind = layer.getConfig().getGradientNormalization();
        return kind == null || kind == GradientNormalization.None
                ? null
                : kind + " " + layer.getConfig().getGradientNormalizationThreshold();
    }

    private void readDefaults() {
        NeuralNetConfiguration defaults = network.defaults();
        put("seed", defaults.getSeed());
        put("optimizationAlgorithm", defaults.getOptimizationAlgo());
        put("miniBatch", defaults.isMiniBatch());
        put("truncatedBackpropagationSteps", network.truncatedSteps() == 0 ? null : network.truncatedSteps());
        put("parameters", network.parameters().length());
        put("dataType", network.parameters().dataType());
        put("backend", Nd4j.getBackend().getClass().getSimpleName());
    }

    private void put(String key, Object value) {
        if (value != null) {
            values.put(key, value.toString());
        }
    }

    private void putDistinct(String key, List<?> all) {
        Set<String> distinct = new LinkedHashSet<>();
        all.stream().filter(Objects::nonNull).forEach(value -> distinct.add(value.toString()));
        if (!distinct.isEmpty()) {
            values.put(key, String.join(",", distinct));
        }
    }
}
