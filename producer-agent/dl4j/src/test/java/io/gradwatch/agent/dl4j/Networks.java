package io.gradwatch.agent.dl4j;

import java.util.Random;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Small networks and data for tests. */
public final class Networks {
    static final int FEATURES = 4;
    static final int CLASSES = 3;

    private Networks() {}

    public static NeuralNetConfiguration.Builder defaults(IUpdater updater) {
        return new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .activation(Activation.TANH)
                .updater(updater);
    }

    public static MultiLayerNetwork classifier(NeuralNetConfiguration.Builder defaults) {
        MultiLayerNetwork network = new MultiLayerNetwork(defaults.list()
                .layer(new DenseLayer.Builder().nIn(FEATURES).nOut(5).build())
                .layer(new OutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(5)
                        .nOut(CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        return network;
    }

    /** A classifier of two layers as a graph, with an input of pixels. */
    static ComputationGraph graph(IUpdater updater, String output) {
        ComputationGraph graph = new ComputationGraph(defaults(updater)
                .graphBuilder()
                .addInputs("pixels")
                .addLayer(
                        "hidden", new DenseLayer.Builder().nIn(FEATURES).nOut(5).build(), "pixels")
                .addLayer(
                        output,
                        new OutputLayer.Builder(LossFunction.MCXENT)
                                .nIn(5)
                                .nOut(CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "hidden")
                .setOutputs(output)
                .build());
        graph.init();
        return graph;
    }

    static DataSet examples(int count) {
        Random random = new Random(3);
        double[][] features = new double[count][FEATURES];
        double[][] labels = new double[count][CLASSES];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < FEATURES; j++) {
                features[i][j] = random.nextGaussian();
            }
            labels[i][random.nextInt(CLASSES)] = 1;
        }
        return new DataSet(Nd4j.create(features), Nd4j.create(labels));
    }
}
