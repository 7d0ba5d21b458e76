package io.gradwatch.agent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.within;

import io.gradwatch.schema.TensorKind;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.deeplearning4j.ui.model.stats.impl.DefaultStatsUpdateConfiguration;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.Sgd;

class GradwatchStatsRouterTest {
    private static final int BATCH = 6;
    private static final double CLOSE = 1e-6;

    private final List<RecordedStep> steps = new ArrayList<>();
    private final GradwatchStatsRouter router =
            new GradwatchStatsRouter(step -> new RecordedStep(step, steps).recorder());

    private void train(MultiLayerNetwork network, int count, TrainingListener... listeners) {
        network.setListeners(listeners);
        for (int i = 0; i < count; i++) {
            network.fit(Networks.examples(BATCH));
        }
    }

    @Test
    void everyReport_isAStepWithLossLearningRateBatchSizeAndMemory() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        train(network, 4, new StatsListener(router, 1));

        assertThat(steps).extracting(step -> step.number).containsExactly(0L, 1L, 2L, 3L);
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.value("loss")).isPositive();
            assertThat(step.value("learningRate")).isEqualTo(0.1);
            assertThat(step.value("batchSize")).isEqualTo(BATCH);
            assertThat(step.value("hostMemoryBytes")).isPositive();
            assertThat(step.value("stats_collection_ms")).isNotNegative();
        });
        assertThat(steps.get(0).value("durationMillis")).isNull();
        assertThat(steps.get(1).value("durationMillis")).isPositive();
        assertThat(steps.get(3).value("loss")).isEqualTo(network.score());
    }

    @Test
    void norms_areThoseThatTheListenerMeasures() {
        List<RecordedStep> measured = new ArrayList<>();
        StatisticsThread sameThread = new StatisticsThread(Runnable::run);
        GradwatchListener listener = new GradwatchListener(
                step -> new RecordedStep(step, measured).recorder(),
                ListenerSettings.defaults().withTensorsEverySteps(1),
                sameThread);
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        train(network, 3, listener, new StatsListener(router, 1));

        for (int i = 0; i < 3; i++) {
            for (TensorKind kind : List.of(TensorKind.GRADIENT, TensorKind.UPDATE, TensorKind.ACTIVATION)) {
                for (RecordedStep.Tensor expected : measured.get(i).tensors) {
                    if (expected.kind() == kind) {
                        assertClose(steps.get(i).tensor(expected.layer(), kind), expected);
                    }
                }
            }
        }
        double sum = measured.get(2).tensors.stream()
                .filter(tensor -> tensor.kind() == TensorKind.GRADIENT)
                .mapToDouble(tensor -> tensor.l2Norm() * tensor.l2Norm())
                .sum();
        assertThat(steps.get(2).value("gradientNorm")).isCloseTo(Math.sqrt(sum), within(CLOSE));
        double parameters = network.params().norm2Number().doubleValue();
        assertThat(steps.get(2).value("parameterNorm")).isCloseTo(parameters, within(CLOSE));
        assertThat(steps.get(2).value("updateRatio"))
                .isCloseTo(0.1 * steps.get(2).value("gradientNorm") / parameters, within(CLOSE));
    }

    private static void assertClose(RecordedStep.Tensor tensor, RecordedStep.Tensor expected) {
        assertThat(tensor.elements()).isEqualTo(expected.elements());
        assertThat(tensor.minimum()).isCloseTo(expected.minimum(), within(CLOSE));
        assertThat(tensor.maximum()).isCloseTo(expected.maximum(), within(CLOSE));
        assertThat(tensor.mean()).isCloseTo(expected.mean(), within(CLOSE));
        assertThat(tensor.standardDeviation()).isCloseTo(expected.standardDeviation(), within(CLOSE));
        assertThat(tensor.l2Norm()).isCloseTo(expected.l2Norm(), within(CLOSE));
    }

    @Test
    void meanMagnitudes_areMetricsAndGradientsAreOfTheMeanLoss() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        train(network, 1, new StatsListener(router, 1));

        INDArray weights = network.getParam("0_W");
        assertThat(steps.get(0).value("mean_magnitude/parameter/layer0_W"))
                .isCloseTo(weights.norm1Number().doubleValue() / weights.length(), within(CLOSE));
        assertThat(steps.get(0).value("mean_magnitude/update/layer0_W"))
                .isCloseTo(0.1 * steps.get(0).value("mean_magnitude/gradient/layer0_W"), within(CLOSE));
        assertThat(steps.get(0).values).containsKey("mean_magnitude/activation/layer0");
    }

    @Test
    void whatReportsDoNotHold_isAbsent() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new AdaDelta()));
        train(
                network,
                2,
                new StatsListener(
                        router,
                        null,
                        new DefaultStatsUpdateConfiguration.Builder()
                                .reportingFrequency(1)
                                .collectHistogramsParameters(false)
                                .collectHistogramsGradients(false)
                                .collectHistogramsUpdates(false)
                                .collectHistogramsActivations(false)
                                .collectPerformanceStats(false)
                                .build(),
                        null,
                        null));

        assertThat(steps).hasSize(2).allSatisfy(step -> {
            assertThat(step.values)
                    .containsKeys("loss", "mean_magnitude/parameter/layer0_W")
                    .doesNotContainKeys(
                            "gradientNorm",
                            "parameterNorm",
                            "updateRatio",
                            "batchSize",
                            "learningRate",
                            "mean_magnitude/gradient/layer0_W");
            assertThat(step.tensors).isEmpty();
        });
    }

    @Test
    void nonFiniteValues_travel() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        train(network, 1, new StatsListener(router, 1));
        network.getParam("1_W").putScalar(0, Double.NaN);
        assertThatCode(() -> network.fit(Networks.examples(BATCH))).doesNotThrowAnyException();

        RecordedStep step = steps.get(1);
        assertThat(step.value("loss")).isNaN();
        assertThat(step.value("gradientNorm")).isNaN();
        assertThat(step.value("parameterNorm")).isNaN();
        assertThat(step.value("mean_magnitude/parameter/layer1_W")).isNaN();
        assertThat(step.tensor("layer1_W", TensorKind.PARAMETER).nanCount()).isPositive();
        assertThat(step.tensor("layer1_W", TensorKind.PARAMETER).infinityCount())
                .isZero();
        assertThat(step.tensor("layer0", TensorKind.ACTIVATION).nanCount()).isZero();
    }

    @Test
    void frequencyOfTen_tellsStepsTenApartAndTheMeanTimeOfAStep() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        train(network, 31, new StatsListener(router, 10));

        assertThat(steps).extracting(step -> step.number).containsExactly(10L, 20L, 30L);
        assertThat(steps.get(1).value("batchSize")).isEqualTo(BATCH);
        assertThat(steps.get(1).value("durationMillis")).isPositive();
    }

    @Test
    void graph_isToldByTheNamesOfItsVertices() {
        ComputationGraph graph = Networks.graph(new Sgd(0.1), "classes");
        graph.setListeners(new StatsListener(router, 1));
        graph.fit(Networks.examples(BATCH));

        assertThat(steps.get(0).tensor("hidden_W", TensorKind.PARAMETER).elements())
                .isEqualTo(5L * Networks.FEATURES);
        assertThat(steps.get(0).tensor("pixels", TensorKind.INPUT).elements()).isEqualTo(BATCH * Networks.FEATURES);
        assertThat(steps.get(0).value("gradientNorm")).isPositive();
    }

    @Test
    void secondNetwork_isIgnored() {
        train(Networks.classifier(Networks.defaults(new Sgd(0.1))), 2, new StatsListener(router, 1));
        train(Networks.classifier(Networks.defaults(new Sgd(0.1))), 2, new StatsListener(router, 1));

        assertThat(steps).hasSize(2);
    }

    @Test
    void errorOfTheRouter_doesNotReachTraining() {
        GradwatchStatsRouter failing = new GradwatchStatsRouter(step -> {
            throw new IllegalStateException("no recorder");
        });
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        network.setListeners(new StatsListener(failing, 1));
        DataSet examples = Networks.examples(BATCH);
        assertThatCode(() -> network.fit(examples)).doesNotThrowAnyException();
        assertThat(network.getIterationCount()).isEqualTo(1);
    }
}
