package io.gradwatch.benchmarks.training;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Networks to be trained on {@link DigitsLike}, from one whose step is over at once to one whose step takes its time.
 */
enum NetworkSize {
    /** 3 layers, 3,466 parameters: the smallest that anybody trains, where a fixed cost weighs most. */
    TINY(32, List.of(32, 32)),
    /** 3 layers, 103,466 parameters. */
    SMALL(64, List.of(256, 256)),
    /** 5 layers, 0.7 million parameters: several milliseconds a step on one core. */
    LARGE(64, List.of(512, 512, 512, 256));

    private final int batchSize;
    // A list of List.of, which cannot change.
    @SuppressWarnings("ImmutableEnumChecker")
    private final List<Integer> hidden;

    NetworkSize(int batchSize, List<Integer> hidden) {
        this.batchSize = batchSize;
        this.hidden = hidden;
    }

    int batchSize() {
        return batchSize;
    }

    /** A new network, not trained; the same every time. */
    MultiLayerNetwork build() {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(42)
                .updater(new Adam(1e-4))
                .weightInit(WeightInit.XAVIER)
                .activation(Activation.RELU)
                .list();
        int inputs = DigitsLike.FEATURES;
        for (int width : hidden) {
            layers.layer(new DenseLayer.Builder().nIn(inputs).nOut(width).build());
            inputs = width;
        }
        layers.layer(new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(inputs)
                .nOut(DigitsLike.CLASSES)
                .activation(Activation.SOFTMAX)
                .build());
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }

    @Override
    public String toString() {
        String widths = hidden.stream().map(String::valueOf).collect(Collectors.joining("-"));
        return DigitsLike.FEATURES + "-" + widths + "-" + DigitsLike.CLASSES + " batch " + batchSize;
    }
}
