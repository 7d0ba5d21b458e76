package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.dl4j.network.Hyperparameters;
import io.gradwatch.agent.dl4j.network.Network;
import io.gradwatch.agent.dl4j.network.NetworkConfiguration;
import io.gradwatch.agent.dl4j.network.NetworkOutput;
import io.gradwatch.agent.dl4j.network.ParameterLayout;
import io.gradwatch.schema.Layer;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.environment.Nd4jEnvironment;
import org.nd4j.linalg.factory.Nd4j;

/** Describes a run by the configuration of its network. */
public final class NetworkDescription {
    private static final String VERSION_FILE = "/META-INF/maven/org.deeplearning4j/deeplearning4j-nn/pom.properties";

    private static final Pattern PARAMETERS = Pattern.compile("\\(.*", Pattern.DOTALL);

    private NetworkDescription() {}

    /**
     * Completes a description with what the network's configuration says: framework, devices, layers, hyper-parameters,
     * classes and objective. What {@code given} says already stays.
     *
     * @param model an initialised {@code MultiLayerNetwork} or {@code ComputationGraph}
     * @throws IllegalArgumentException for another kind of model
     */
    public static RunDescription complete(RunDescription given, Model model) {
        Network network = Network.of(model);
        return complete(given, NetworkConfiguration.of(network, ParameterLayout.of(network)), layers(network));
    }

    static RunDescription complete(RunDescription given, NetworkConfiguration network, List<Layer> layers) {
        NetworkOutput output =
                NetworkOutput.of(network.layers()).stream().findFirst().orElse(null);
        return given.completedBy(RunDescription.builder()
                .devices(devices())
                .framework("dl4j")
                .frameworkVersion(version())
                .hyperparameters(Hyperparameters.of(network))
                .layers(layers)
                .classes(output == null ? null : output.classes())
                .objective(output == null ? null : output.objective())
                .build());
    }

    private static List<Layer> layers(Network network) {
        return network.layers().stream()
                .map(layer -> new Layer(
                        layer.name(), layer.type(), layer.trainable().numParams(), activation(layer.configuration())))
                .toList();
    }

    /** Such as relu, without its parameters. Some kinds inherit the network's default and do not apply it. */
    static String activation(org.deeplearning4j.nn.conf.layers.Layer layer) {
        if (layer instanceof BatchNormalization || layer instanceof DropoutLayer || layer instanceof PReLULayer) {
            return "";
        }
        IActivation function = Hyperparameters.activation(layer);
        return function == null
                ? ""
                : PARAMETERS.matcher(function.toString()).replaceFirst("").toLowerCase(Locale.ROOT);
    }

    private static List<String> devices() {
        Object devices =
                Nd4j.getExecutioner().getEnvironmentInformation().get(Nd4jEnvironment.CUDA_DEVICE_INFORMATION_KEY);
        return devices instanceof List<?> list
                ? list.stream()
                        .filter(Map.class::isInstance)
                        .map(device -> String.valueOf(((Map<?, ?>) device).get(Nd4jEnvironment.CUDA_DEVICE_NAME_KEY)))
                        .toList()
                : List.of();
    }

    private static String version() {
        try (InputStream file = MultiLayerNetwork.class.getResourceAsStream(VERSION_FILE)) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "");
        } catch (IOException e) {
            return "";
        }
    }
}
