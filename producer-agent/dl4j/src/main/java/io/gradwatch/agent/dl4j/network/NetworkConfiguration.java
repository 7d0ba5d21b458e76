package io.gradwatch.agent.dl4j.network;

import java.util.List;
import java.util.Objects;
import org.deeplearning4j.nn.api.TrainingConfig;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * Configuration of a network, whether the network is there or not.
 *
 * @param trained the parameters that the gradient moves, in the order of the network
 * @param layers in the order of the network
 * @param defaults what counts for all layers
 * @param truncatedSteps steps of truncated back-propagation through time, 0 where it is off
 * @param parameters trained or not, of all layers
 */
public record NetworkConfiguration(
        List<TrainedParameter> trained,
        List<Layer> layers,
        NeuralNetConfiguration defaults,
        int truncatedSteps,
        long parameters,
        DataType dataType) {

    /**
     * A parameter that the gradient moves.
     *
     * @param layer that it belongs to
     * @param key DL4J's key within the layer, such as W
     */
    public record TrainedParameter(TrainingConfig layer, String key) {
        public IUpdater updater() {
            return layer.getUpdaterByParam(key);
        }
    }

    public static NetworkConfiguration of(Network network, ParameterLayout layout) {
        return new NetworkConfiguration(
                layout.segments().stream()
                        .filter(ParameterLayout.Segment::trained)
                        .map(segment -> new TrainedParameter(segment.layer().getConfig(), segment.parameter()))
                        .toList(),
                network.layers().stream()
                        .map(Network.NetworkLayer::configuration)
                        .filter(Objects::nonNull)
                        .toList(),
                network.defaults(),
                network.truncatedSteps(),
                network.parameters().length(),
                network.parameters().dataType());
    }
}
