package io.gradwatch.agent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.ReferenceCurve;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.schedule.MapSchedule;
import org.nd4j.linalg.schedule.ScheduleType;
import org.nd4j.linalg.schedule.StepSchedule;

class NetworkDescriptionTest {
    private static final ReferenceCurve REFERENCE =
            new ReferenceCurve("paper", CurveSignal.VALIDATION_LOSS, CurveAxis.EPOCH, List.of(), List.of(0.4));

    @Test
    void networkOfLayers_isDescribedByItsConfiguration() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Adam(3e-4))
                .weightInit(WeightInit.XAVIER)
                .l2(1e-4)
                .gradientNormalization(GradientNormalization.ClipL2PerLayer)
                .gradientNormalizationThreshold(0.5));
        RunDescription described = NetworkDescription.complete(RunDescription.named("mlp"), network);
        assertThat(described.name()).isEqualTo("mlp");
        assertThat(described.framework()).isEqualTo("dl4j");
        assertThat(described.frameworkVersion()).startsWith("1.0.0");
        assertThat(described.classes()).isEqualTo(Networks.CLASSES);
        assertThat(described.objective()).isEqualTo("classification");
        assertThat(described.devices()).isEmpty();
        assertThat(described.layers())
                .containsExactly(
                        new Layer("layer0", "DenseLayer", 25L, "tanh"),
                        new Layer("layer1", "OutputLayer", 18L, "softmax"));
        assertThat(described.hyperparameters())
                .containsEntry("updater", "Adam")
                .containsEntry("learningRate", "3.0E-4")
                .containsEntry("l2", "1.0E-4")
                .containsEntry("weightInit", "WeightInitXavier")
                .containsEntry("activation", "tanh,softmax")
                .containsEntry("loss", "LossMCXENT()")
                .containsEntry("gradientNormalization", "ClipL2PerLayer 0.5")
                .containsEntry("seed", "5")
                .containsEntry("parameters", "43")
                .containsEntry("dataType", "DOUBLE")
                .containsEntry("backend", "CpuBackend")
                .doesNotContainKeys("l1", "weightDecay", "learningRateSchedule", "dropOut");
    }

    @Test
    void graph_isDescribedByItsVertices() {
        ComputationGraph graph = new ComputationGraph(Networks.defaults(
                        new Nesterovs(new StepSchedule(ScheduleType.EPOCH, 0.1, 0.5, 3), 0.9))
                .weightDecay(0.01)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "hidden",
                        new DenseLayer.Builder().nIn(4).nOut(5).dropOut(0.8).build(),
                        "in")
                .addLayer(
                        "value",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(5)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "hidden")
                .setOutputs("value")
                .build());
        graph.init();
        RunDescription described = NetworkDescription.complete(RunDescription.named("graph"), graph);
        assertThat(described.layers())
                .containsExactly(
                        new Layer("hidden", "DenseLayer", 25L, "tanh"),
                        new Layer("value", "OutputLayer", 6L, "identity"));
        assertThat(described.classes()).isNull();
        assertThat(described.objective()).isEqualTo("regression");
        assertThat(described.hyperparameters())
                .containsEntry("updater", "Nesterovs")
                .containsEntry("learningRate", "0.1")
                .containsEntry("learningRateSchedule", "StepSchedule")
                .containsEntry("weightDecay", "0.01")
                .containsKey("dropOut");
    }

    @Test
    void activation_isNamedWithoutItsParametersAndOnlyWhereItIsApplied() {
        MultiLayerNetwork network = new MultiLayerNetwork(Networks.defaults(new Adam())
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(4)
                        .nOut(3)
                        .activation(new ActivationLReLU(0.2))
                        .build())
                .layer(new BatchNormalization.Builder().nIn(3).nOut(3).build())
                .layer(new ActivationLayer(Activation.RELU))
                .layer(new OutputLayer.Builder()
                        .nIn(3)
                        .nOut(2)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        network.init();
        assertThat(NetworkDescription.complete(RunDescription.named("mlp"), network)
                        .layers())
                .extracting(Layer::getActivation)
                .containsExactly("leakyrelu", "", "relu", "softmax");
    }

    @Test
    void scheduleWithManyValues_isSentAsItsKind() {
        Map<Integer, Double> values = new LinkedHashMap<>();
        for (int iteration = 0; iteration < 1_000; iteration++) {
            values.put(iteration, 0.1 / (1 + iteration));
        }
        MultiLayerNetwork network = Networks.classifier(
                Networks.defaults(new Nesterovs(new MapSchedule(ScheduleType.ITERATION, values), 0.9)));
        assertThat(NetworkDescription.complete(RunDescription.named("mlp"), network)
                        .hyperparameters())
                .containsEntry("learningRateSchedule", "MapSchedule")
                .hasEntrySatisfying(
                        "updaterSettings",
                        settings -> assertThat(settings)
                                .contains("learningRateSchedule=MapSchedule,", "momentum=0.9")
                                .hasSizeLessThanOrEqualTo(500));
    }

    @Test
    void settingsOfManyUpdaters_areCut() {
        NeuralNetConfiguration.ListBuilder layers =
                Networks.defaults(new Adam()).list();
        for (int layer = 0; layer < 20; layer++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(2)
                    .nOut(2)
                    .updater(new Adam(1e-3 / (1 + layer)))
                    .build());
        }
        MultiLayerNetwork network = new MultiLayerNetwork(
                layers.layer(new OutputLayer.Builder().nIn(2).nOut(2).build()).build());
        network.init();
        assertThat(NetworkDescription.complete(RunDescription.named("mlp"), network)
                        .hyperparameters()
                        .get("updaterSettings"))
                .startsWith("Adam(learningRate=0.001,")
                .hasSize(500)
                .endsWith("…");
    }

    @Test
    void whatTheJobSays_winsOverTheConfiguration() {
        RunDescription given = RunDescription.builder()
                .name("mlp")
                .project("digits")
                .goalError(0.03)
                .singleBatch(true)
                .baselineLoss(2.3)
                .reference(REFERENCE)
                .classes(10)
                .objective("language-model")
                .hyperparameter("seed", 99)
                .build();
        RunDescription described =
                NetworkDescription.complete(given, Networks.classifier(Networks.defaults(new Adam())));
        assertThat(described.project()).isEqualTo("digits");
        assertThat(described.goalError()).isEqualTo(0.03);
        assertThat(described.singleBatch()).isTrue();
        assertThat(described.baselineLoss()).isEqualTo(2.3);
        assertThat(described.references()).containsExactly(REFERENCE);
        assertThat(described.classes()).isEqualTo(10);
        assertThat(described.objective()).isEqualTo("language-model");
        assertThat(described.hyperparameters()).containsEntry("seed", "99").containsEntry("updater", "Adam");
    }

    @Test
    void otherModels_areRefused() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Adam()));
        assertThatThrownBy(() -> NetworkDescription.complete(RunDescription.named("layer"), network.getLayer(0)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DenseLayer");
    }
}
