package io.gradwatch.agent.dl4j.network;

import java.lang.reflect.Method;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.deeplearning4j.nn.api.TrainingConfig;
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
public final class Hyperparameters {
    /** Longest text of the settings of all updaters, characters. */
    private static final int LONGEST_SETTINGS = 500;
    /** Longest text of a schedule within them, characters: enough for all that have a formula. */
    private static final int LONGEST_SCHEDULE = 150;

    private final NetworkConfiguration network;
    private final Map<String, String> values = new LinkedHashMap<>();

    private Hyperparameters(NetworkConfiguration network) {
        this.network = network;
    }

    public static Map<String, String> of(NetworkConfiguration network) {
        Hyperparameters hyperparameters = new Hyperparameters(network);
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
                network.trained().stream()
                        .map(parameter -> value.apply(parameter.updater()))
                        .toList());
    }

    /** Text of an updater, with long schedules, such as a value for each iteration, as their kind. */
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
        List<Regularization> all = network.trained().stream()
                .map(parameter -> parameter.layer().getRegularizationByParam(parameter.key()))
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
        List<Layer> layers = network.layers();
        putDistinct(
                "weightInit", layers.stream().map(Hyperparameters::weightInit).toList());
        putDistinct(
                "activation", layers.stream().map(Hyperparameters::activation).toList());
        putDistinct(
                "loss",
                NetworkOutput.of(layers).stream().map(NetworkOutput::loss).toList());
        putDistinct("dropOut", layers.stream().map(Layer::getIDropout).toList());
        putDistinct(
                "gradientNormalization",
                network.trained().stream()
                        .map(parameter -> clipping(parameter.layer()))
                        .toList());
    }

    private static String weightInit(Layer layer) {
        return layer instanceof BaseLayer base && base.getWeightInitFn() != null
                ? base.getWeightInitFn().getClass().getSimpleName()
                : null;
    }

    /** Null where the layer's configuration has none. */
    public static IActivation activation(Layer layer) {
        if (layer instanceof ActivationLayer activation) {
            return activation.getActivationFn();
        }
        return layer instanceof BaseLayer base ? base.getActivationFn() : null;
    }

    private static String clipping(TrainingConfig layer) {
        GradientNormalization kind = layer.getGradientNormalization();
        return kind == null || kind == GradientNormalization.None
                ? null
                : kind + " " + layer.getGradientNormalizationThreshold();
    }

    private void readDefaults() {
        NeuralNetConfiguration defaults = network.defaults();
        put("seed", defaults.getSeed());
        put("optimizationAlgorithm", defaults.getOptimizationAlgo());
        put("miniBatch", defaults.isMiniBatch());
        put("truncatedBackpropagationSteps", network.truncatedSteps() == 0 ? null : network.truncatedSteps());
        put("parameters", network.parameters());
        put("dataType", network.dataType());
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
