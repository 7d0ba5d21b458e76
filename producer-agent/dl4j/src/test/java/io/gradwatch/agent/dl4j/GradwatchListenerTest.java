package io.gradwatch.agent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class GradwatchListenerTest {
    private static final int BATCH = 6;

    private final List<RecordedStep> steps = new ArrayList<>();

    private GradwatchListener listener(ListenerSettings settings) {
        return new GradwatchListener(step -> new RecordedStep(step, steps).recorder(), settings, sameThread());
    }

    private static StatisticsThread sameThread() {
        return new StatisticsThread(Runnable::run);
    }

    private GradwatchListener listener() {
        return listener(ListenerSettings.defaults().withTensorsEverySteps(2));
    }

    @Test
    void gradientNorm_isThatOfTheMeanLossByFiniteDifferencesBeforeClipping() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1))
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(1e-3));
        DataSet batch = Networks.examples(BATCH);
        double expected = finiteDifferenceNorm(network, batch);
        network.setListeners(listener());
        network.fit(batch);
        double sampled = steps.get(0).value("gradientNorm");
        assertThat(sampled).isCloseTo(expected, within(1e-6 * expected));
        double expectedNext = finiteDifferenceNorm(network, batch);
        network.fit(batch);
        assertThat(steps.get(1).tensors).isEmpty();
        assertThat(steps.get(1).value("gradientNorm")).isCloseTo(expectedNext, within(1e-6 * expected));
    }

    @Test
    void shapeOfTheTarget_andTrainingMode_areTold() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        train(network, 1);
        assertThat(steps.get(0).targetShape).containsExactly(BATCH, Networks.CLASSES);
        assertThat(steps.get(0).value("trainingMode")).isEqualTo(1);
    }

    private static double finiteDifferenceNorm(MultiLayerNetwork network, DataSet batch) {
        INDArray parameters = network.params();
        double step = 1e-5;
        double squares = 0;
        for (long i = 0; i < parameters.length(); i++) {
            double old = parameters.getDouble(i);
            parameters.putScalar(i, old + step);
            double above = network.score(batch);
            parameters.putScalar(i, old - step);
            double below = network.score(batch);
            parameters.putScalar(i, old);
            squares += Math.pow((above - below) / (2 * step), 2);
        }
        return Math.sqrt(squares);
    }

    @Test
    void plainSgd_updateRatioIsLearningRateTimesGradientNormOverParameterNorm() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.25)));
        double parameterNorm = network.params().norm2Number().doubleValue();
        train(network, 2);
        RecordedStep first = steps.get(0);
        assertThat(first.value("parameterNorm")).isCloseTo(parameterNorm, within(1e-12));
        assertUpdateRatios(0.25, 1e-9);
    }

    @Test
    void everyStep_hasItsNumberScoreRateEpochAndTimes() {
        MultiLayerNetwork network =
                Networks.classifier(Networks.defaults(new Adam(new StepSchedule(ScheduleType.ITERATION, 0.1, 0.5, 2)))
                        .l2(0.1));
        network.setListeners(listener());
        network.fit(new ListDataSetIterator<>(Networks.examples(3 * BATCH).asList(), BATCH), 2);
        assertThat(steps).extracting(step -> step.number).containsExactly(0L, 1L, 2L, 3L, 4L, 5L);
        assertThat(steps).extracting(step -> step.value("epoch")).containsExactly(0.0, 0.0, 0.0, 1.0, 1.0, 1.0);
        assertThat(steps)
                .extracting(step -> step.value("learningRate"))
                .containsExactly(0.1, 0.1, 0.05, 0.05, 0.025, 0.025);
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.value("batchSize")).isEqualTo(BATCH);
            assertThat(step.value("dataWaitMillis")).isGreaterThanOrEqualTo(0);
        });
        assertThat(steps.get(5).value("loss")).isEqualTo(network.score());
        assertThat(steps.get(0).value("durationMillis")).isNull();
        assertThat(steps.get(1).value("durationMillis")).isPositive();
        assertThat(steps.get(0).value("hostMemoryBytes")).isPositive();
    }

    @Test
    void tensors_areTakenOfEveryLayerAndKindAtTheInterval() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.25)));
        INDArray weights = network.getLayer(0).getParam("W").dup();
        DataSet batch = Networks.examples(BATCH);
        network.setListeners(listener());
        network.fit(batch);
        network.fit(batch);
        network.fit(batch);
        assertThat(steps).extracting(step -> step.tensors.isEmpty()).containsExactly(false, true, false);
        RecordedStep.Tensor parameter = steps.get(0).tensor("layer0_W", TensorKind.PARAMETER);
        assertThat(parameter.elements()).isEqualTo(20);
        assertThat(parameter.mean()).isCloseTo(weights.meanNumber().doubleValue(), within(1e-12));
        assertThat(parameter.standardDeviation())
                .isCloseTo(weights.stdNumber(false).doubleValue(), within(1e-12));
        RecordedStep.Tensor gradient = steps.get(0).tensor("layer1_b", TensorKind.GRADIENT);
        RecordedStep.Tensor update = steps.get(0).tensor("layer1_b", TensorKind.UPDATE);
        assertThat(update.l2Norm()).isCloseTo(0.25 * gradient.l2Norm(), within(1e-12));
        assertThat(update.minimum()).isCloseTo(0.25 * gradient.minimum(), within(1e-12));
        RecordedStep.Tensor input = steps.get(0).tensor("input", TensorKind.INPUT);
        assertThat(input.maximum()).isCloseTo(batch.getFeatures().maxNumber().doubleValue(), within(1e-6));
        assertThat(steps.get(0).tensor("layer0", TensorKind.ACTIVATION).elements())
                .isEqualTo(BATCH * 5);
    }

    @Test
    void histograms_areTakenAtTheirIntervalOfTheGradientOfTheMean() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.25)));
        MagnitudeHistogram weights = new MagnitudeHistogram();
        INDArray before = network.getLayer(0).getParam("W");
        for (long i = 0; i < before.length(); i++) {
            weights.add(before.getDouble(i));
        }
        network.setListeners(
                listener(ListenerSettings.defaults().withTensorsEverySteps(1).withHistogramsEverySteps(2)));
        for (int i = 0; i < 3; i++) {
            network.fit(Networks.examples(BATCH));
        }

        RecordedStep first = steps.get(0);
        assertThat(first.histograms).hasSameSizeAs(first.tensors).doesNotContainNull();
        assertThat(first.histogram("layer0_W", TensorKind.PARAMETER)).isEqualTo(weights);
        // The update is a quarter of the gradient of the mean loss, which is two bins.
        MagnitudeHistogram gradient = first.histogram("layer1_b", TensorKind.GRADIENT);
        MagnitudeHistogram update = first.histogram("layer1_b", TensorKind.UPDATE);
        assertThat(update.count(false, -4)).isEqualTo(gradient.count(false, -2));
        assertThat(update.total()).isEqualTo(gradient.total()).isPositive();
        assertThat(steps.get(1).histograms).hasSameSizeAs(first.tensors).containsOnlyNulls();
        assertThat(steps.get(2).histograms).doesNotContainNull();
    }

    @Test
    void settings_leaveOutWhatIsNotWanted() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.25)));
        network.setListeners(listener(new ListenerSettings(0, 0, 0, false)));
        network.fit(Networks.examples(BATCH));
        assertThat(steps.get(0).tensors).isEmpty();
        assertThat(steps.get(0).values).containsKeys("gradientNorm", "loss").doesNotContainKeys("parameterNorm");
    }

    @Test
    void batchNormalization_isTrainedButItsRunningStatisticsAreNot() {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.defaults(new Sgd(0.1))
                .list()
                .layer(new DenseLayer.Builder().nOut(5).build())
                .layer(new BatchNormalization())
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .nOut(Networks.CLASSES)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.feedForward(Networks.FEATURES))
                .build());
        network.init();
        train(network, 2);
        assertThat(steps.get(0).tensors)
                .filteredOn(tensor -> tensor.kind() == TensorKind.GRADIENT)
                .extracting(RecordedStep.Tensor::layer)
                .containsExactly("layer0_W", "layer0_b", "layer1_gamma", "layer1_beta", "layer2_W", "layer2_b");
        assertUpdateRatios(0.1, 1e-9);
    }

    @Test
    void computationGraph_isWatchedLikeANetworkOfLayers() {
        ComputationGraph graph = Networks.graph(new Sgd(0.25), "digit");
        graph.setListeners(listener());
        graph.fit(new ListDataSetIterator<>(Networks.examples(2 * BATCH).asList(), BATCH), 1);
        assertThat(steps).hasSize(2);
        assertUpdateRatios(0.25, 1e-9);
        assertThat(steps.get(0).tensor("pixels", TensorKind.INPUT).elements()).isEqualTo(BATCH * Networks.FEATURES);
        assertThat(steps.get(0).tensor("hidden", TensorKind.ACTIVATION).elements())
                .isEqualTo(BATCH * 5);
        assertThat(steps.get(0).tensor("digit_W", TensorKind.GRADIENT).elements())
                .isEqualTo(15);
    }

    @Test
    void truncatedBackpropagation_isAStepForEachSegment() {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.defaults(new Sgd(0.1))
                .dataType(DataType.FLOAT)
                .list()
                .layer(new LSTM.Builder().nIn(2).nOut(3).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(4)
                .build());
        network.init();
        network.setListeners(listener());
        network.fit(new DataSet(Nd4j.rand(DataType.FLOAT, 3, 2, 12), Nd4j.ones(DataType.FLOAT, 3, 2, 12)));
        assertThat(steps).extracting(step -> step.number).containsExactly(0L, 1L, 2L);
        assertThat(steps).allSatisfy(step -> assertThat(step.value("batchSize")).isEqualTo(3));
        assertUpdateRatios(0.1, 1e-6);
    }

    @Test
    void nanInTheNetwork_travelsAsNaNAndIsCounted() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.25)));
        network.getLayer(0).getParam("W").putScalar(0, 0, Double.NaN);
        train(network, 2);
        assertThat(steps).extracting(step -> step.value("gradientNorm")).containsOnly(Double.NaN);
        assertThat(steps).extracting(step -> step.value("updateRatio")).containsOnly(Double.NaN);
        RecordedStep.Tensor weights = steps.get(0).tensor("layer0_W", TensorKind.PARAMETER);
        assertThat(weights.nanCount()).isEqualTo(1);
        assertThat(weights.l2Norm()).isFinite();
    }

    private void train(MultiLayerNetwork network, int count) {
        network.setListeners(listener());
        for (int i = 0; i < count; i++) {
            network.fit(Networks.examples(BATCH));
        }
    }

    private void assertUpdateRatios(double learningRate, double tolerance) {
        assertThat(steps).allSatisfy(step -> {
            double expected = learningRate * step.value("gradientNorm") / step.value("parameterNorm");
            assertThat(step.value("updateRatio")).isCloseTo(expected, within(tolerance));
        });
    }
}
