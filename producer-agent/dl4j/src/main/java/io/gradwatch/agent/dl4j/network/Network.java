package io.gradwatch.agent.dl4j.network;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Common ground of {@link MultiLayerNetwork} and {@link ComputationGraph}, for which DL4J has no type. */
public abstract class Network {
    /**
     * A layer, or a vertex with parameters.
     *
     * @param name as {@code summary()} prints it
     * @param configuration null where a vertex has none
     */
    public record NetworkLayer(
            String name, Trainable trainable, org.deeplearning4j.nn.conf.layers.Layer configuration) {
        /** DL4J's word for the kind of the layer, such as DenseLayer. */
        public String type() {
            return (configuration != null ? configuration : trainable)
                    .getClass()
                    .getSimpleName();
        }
    }

    private final Model model;

    private Network(Model model) {
        this.model = model;
    }

    /** @throws IllegalArgumentException for a model that is neither kind of network */
    public static Network of(Model model) {
        if (model instanceof MultiLayerNetwork network) {
            return new Sequential(network);
        }
        if (model instanceof ComputationGraph graph) {
            return new Graph(graph);
        }
        throw new IllegalArgumentException("only MultiLayerNetwork and ComputationGraph are watched, not "
                + model.getClass().getName());
    }

    /** All layers in the order in which their parameters lie in {@link #parameters()}. */
    public abstract List<NetworkLayer> layers();

    /** All parameters, one after the other: the array that training updates in place. */
    public INDArray parameters() {
        return model.params();
    }

    /** All gradients, in the order of the parameters: overwritten in place, by the updater too. */
    public INDArray gradients() {
        return model.getGradientsViewArray();
    }

    /** Names of the inputs. */
    public abstract List<String> inputs();

    /** Optimizer steps done since the start of training. */
    public abstract int iteration();

    /** Milliseconds that {@code fit} waited for the iterator, as DL4J measured it. */
    public abstract long dataWaitMillis();

    /** The labels of the present minibatch; null where DL4J does not show them. */
    public abstract INDArray labels();

    NeuralNetConfiguration defaults() {
        return model.conf();
    }

    /** Truncated back-propagation through time: steps forward, 0 where it is off. */
    abstract int truncatedSteps();

    /** True where {@link #gradients()} holds the update when a step is done: no line search and no shared gradients. */
    public final boolean updatesReplaceGradients() {
        return defaults().getOptimizationAlgo() == OptimizationAlgorithm.STOCHASTIC_GRADIENT_DESCENT
                && model.getOptimizer().getGradientsAccumulator() == null;
    }

    private static final class Sequential extends Network {
        private final MultiLayerNetwork network;

        Sequential(MultiLayerNetwork network) {
            super(network);
            this.network = network;
        }

        @Override
        public List<NetworkLayer> layers() {
            List<NetworkLayer> layers = new ArrayList<>();
            for (Layer layer : network.getLayers()) {
                String given = layer.conf().getLayer().getLayerName();
                String name = given != null ? given : Integer.toString(layer.getIndex());
                layers.add(new NetworkLayer(name, layer, layer.conf().getLayer()));
            }
            return layers;
        }

        @Override
        public List<String> inputs() {
            return List.of("input");
        }

        @Override
        public int iteration() {
            return network.getIterationCount();
        }

        @Override
        public long dataWaitMillis() {
            return network.getLastEtlTime();
        }

        @Override
        public INDArray labels() {
            return network.getLabels();
        }

        @Override
        int truncatedSteps() {
            return switch (network.getLayerWiseConfigurations().getBackpropType()) {
                case TruncatedBPTT -> network.getLayerWiseConfigurations().getTbpttFwdLength();
                case Standard -> 0;
            };
        }
    }

    private static final class Graph extends Network {
        private final ComputationGraph graph;

        Graph(ComputationGraph graph) {
            super(graph);
            this.graph = graph;
        }

        @Override
        public List<NetworkLayer> layers() {
            List<NetworkLayer> layers = new ArrayList<>();
            for (int index : graph.topologicalSortOrder()) {
                GraphVertex vertex = graph.getVertices()[index];
                if (vertex.hasLayer() || vertex.numParams() > 0) {
                    layers.add(new NetworkLayer(
                            vertex.getVertexName(),
                            vertex,
                            vertex.hasLayer() ? vertex.getLayer().conf().getLayer() : null));
                }
            }
            return layers;
        }

        @Override
        public List<String> inputs() {
            return graph.getConfiguration().getNetworkInputs();
        }

        @Override
        public int iteration() {
            return graph.getIterationCount();
        }

        @Override
        public long dataWaitMillis() {
            return graph.getLastEtlTime();
        }

        @Override
        public INDArray labels() {
            // The output layers of a graph hold no labels when its listeners are called.
            return null;
        }

        @Override
        int truncatedSteps() {
            return switch (graph.getConfiguration().getBackpropType()) {
                case TruncatedBPTT -> graph.getConfiguration().getTbpttFwdLength();
                case Standard -> 0;
            };
        }
    }
}
