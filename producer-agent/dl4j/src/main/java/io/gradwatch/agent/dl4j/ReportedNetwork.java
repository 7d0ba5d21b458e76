package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.dl4j.network.NetworkConfiguration;
import io.gradwatch.agent.dl4j.network.NetworkConfiguration.TrainedParameter;
import io.gradwatch.schema.Layer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.ui.model.stats.api.StatsInitializationReport;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.NoOp;

/**
 * A network as a {@link StatsInitializationReport} tells it: by the JSON of its configuration. The network itself is
 * not built, which would take memory and move the random numbers of the job.
 */
final class ReportedNetwork {

    /** A layer by DL4J's name of its parameters and activations: its index, or the name of its vertex. */
    private record Named(String key, String name, org.deeplearning4j.nn.conf.layers.Layer layer) {}

    private final StatsInitializationReport report;
    private final List<Named> layers = new ArrayList<>();
    private final Map<String, TrainedParameter> trained = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();
    private List<String> inputs = List.of("input");
    private NetworkConfiguration configuration;

    private ReportedNetwork(StatsInitializationReport report) {
        this.report = report;
    }

    /** True for a network whose training is watched; layers that are trained before their network are not. */
    static boolean isNetwork(StatsInitializationReport report) {
        return MultiLayerNetwork.class.getName().equals(report.getModelClassName())
                || ComputationGraph.class.getName().equals(report.getModelClassName());
    }

    /**
     * Reads the configuration.
     *
     * @param report for which {@link #isNetwork} holds
     */
    static ReportedNetwork of(StatsInitializationReport report) {
        ReportedNetwork network = new ReportedNetwork(report);
        if (MultiLayerNetwork.class.getName().equals(report.getModelClassName())) {
            network.read(MultiLayerConfiguration.fromJson(report.getModelConfigJson()));
        } else {
            network.read(ComputationGraphConfiguration.fromJson(report.getModelConfigJson()));
        }
        return network;
    }

    private void read(MultiLayerConfiguration json) {
        List<NeuralNetConfiguration> all = json.getConfs();
        for (int i = 0; i < all.size(); i++) {
            add(Integer.toString(i), all.get(i).getLayer());
        }
        configure(all.get(0), json.getBackpropType(), json.getTbpttFwdLength(), json.getDataType());
    }

    private void read(ComputationGraphConfiguration json) {
        inputs = json.getNetworkInputs();
        json.getVertices().forEach((name, vertex) -> {
            if (vertex instanceof LayerVertex layered) {
                add(name, layered.getLayerConf().getLayer());
            }
        });
        configure(json.getDefaultConfiguration(), json.getBackpropType(), json.getTbpttFwdLength(), json.getDataType());
    }

    private void add(String key, org.deeplearning4j.nn.conf.layers.Layer layer) {
        String name = layer.getLayerName() == null ? key : layer.getLayerName();
        layers.add(new Named(key, name, layer));
        names.put(key, name);
        for (String parameter : layer.initializer().paramKeys(layer)) {
            names.put(key + "_" + parameter, name + "_" + parameter);
            IUpdater updater = layer.getUpdaterByParam(parameter);
            if (updater != null && !(updater instanceof NoOp)) {
                trained.put(key + "_" + parameter, new TrainedParameter(layer, parameter));
            }
        }
    }

    private void configure(
            NeuralNetConfiguration defaults, BackpropType backpropagation, int truncatedSteps, DataType dataType) {
        configuration = new NetworkConfiguration(
                List.copyOf(trained.values()),
                layers.stream().map(Named::layer).toList(),
                defaults,
                backpropagation == BackpropType.TruncatedBPTT ? truncatedSteps : 0,
                report.getModelNumParams(),
                dataType);
    }

    /** The description completed with what the report says; what {@code given} says already stays. */
    RunDescription complete(RunDescription given) {
        List<Layer> described = layers.stream()
                .map(layer -> new Layer(
                        layer.name(),
                        layer.layer().getClass().getSimpleName(),
                        layer.layer().initializer().numParams(layer.layer()),
                        NetworkDescription.activation(layer.layer())))
                .toList();
        return NetworkDescription.complete(given, configuration, described);
    }

    /** The name of a layer or parameter as {@code summary()} prints it, for one of DL4J's reports. */
    String name(String reported) {
        return names.getOrDefault(reported, reported);
    }

    /** Names of the inputs among the activations. */
    List<String> inputs() {
        return inputs;
    }

    /** The parameters that the gradient moves, by the names of the reports. */
    Map<String, TrainedParameter> trained() {
        return trained;
    }
}
