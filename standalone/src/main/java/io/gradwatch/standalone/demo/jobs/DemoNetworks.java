package io.gradwatch.standalone.demo.jobs;

import java.util.HashMap;
import java.util.Map;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ISchedule;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** The networks of the demo. The learning rates are our own choice, by trial on the digits. */
final class DemoNetworks {
    private static final long SEED = 1;

    private DemoNetworks() {}

    /** A classifier with sane defaults (K12): Adam, ReLU, He initialisation, inputs in [0, 1]. */
    static MultiLayerConfiguration healthy() {
        return classifier(defaults(new Adam(1e-3), WeightInit.RELU, Activation.RELU), 64, 32);
    }

    /** Two wide layers and nothing that holds them back. */
    static MultiLayerConfiguration wide() {
        return classifier(defaults(new Adam(3e-3), WeightInit.RELU, Activation.RELU), 256, 256);
    }

    /** A regression on the one-hot digits; the warm-up goes on to twice the learning rate that it bears. */
    static MultiLayerConfiguration warmedUpTooFar() {
        return regression(defaults(new Sgd(linearWarmUp(600, 1e-3, 1.2)), WeightInit.XAVIER, Activation.TANH), 16, 16);
    }

    /** A regression with momentum and a high learning rate: clipping keeps it from exploding, not from jumping. */
    static MultiLayerConfiguration jumpy() {
        NeuralNetConfiguration.Builder defaults = defaults(new Nesterovs(0.5, 0.9), WeightInit.XAVIER, Activation.TANH)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1);
        return regression(defaults, 32, 32);
    }

    private static NeuralNetConfiguration.Builder defaults(
            IUpdater updater, WeightInit weights, Activation activation) {
        return new NeuralNetConfiguration.Builder()
                .seed(SEED)
                .updater(updater)
                .weightInit(weights)
                .activation(activation);
    }

    private static ISchedule linearWarmUp(int steps, double from, double to) {
        Map<Integer, Double> values = new HashMap<>();
        for (int step = 0; step <= steps; step++) {
            values.put(step, from + (to - from) * step / steps);
        }
        return new MapSchedule(ScheduleType.ITERATION, values);
    }

    private static MultiLayerConfiguration classifier(NeuralNetConfiguration.Builder defaults, int first, int second) {
        return network(defaults, first, second, LossFunction.MCXENT, Activation.SOFTMAX);
    }

    private static MultiLayerConfiguration regression(NeuralNetConfiguration.Builder defaults, int first, int second) {
        return network(defaults, first, second, LossFunction.L2, Activation.IDENTITY);
    }

    private static MultiLayerConfiguration network(
            NeuralNetConfiguration.Builder defaults, int first, int second, LossFunction loss, Activation output) {
        return defaults.list()
                .layer(new DenseLayer.Builder().nIn(Digits.PIXELS).nOut(first).build())
                .layer(new DenseLayer.Builder().nIn(first).nOut(second).build())
                .layer(new OutputLayer.Builder(loss)
                        .nIn(second)
                        .nOut(Digits.CLASSES)
                        .activation(output)
                        .build())
                .build();
    }
}
