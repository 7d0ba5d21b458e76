package io.gradwatch.detection.optimizer;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.detection.testkit.TestRun;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.RunStarted;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SaneDefaultsDetectorTest {

    @Test
    void saneConfiguration_orNone_isQuiet() {
        assertThat(causes(started(Map.of("optimizer", "adam", "lr", "3e-4", "dropout", "0.5"), "relu", "softmax")))
                .isEmpty();
        assertThat(causes(started(Map.of("optimizer", "sgd", "lr", "0.1"), "tanh", "identity")))
                .isEmpty();
        assertThat(causes(started(Map.of("lr", "fast"), "", ""))).isEmpty();
    }

    @Test
    void adamAtTheThreshold_isTold_belowItNot() {
        assertThat(causes(started(Map.of("Optimizer", "AdamW", "learning-rate", "0.01"))))
                .containsExactly("Adam has a learning rate of 0.01.");
        assertThat(causes(started(Map.of("Optimizer", "AdamW", "learning-rate", "0.0099"))))
                .isEmpty();
    }

    @Test
    void activationsThatDoNotFit_areTold() {
        assertThat(causes(started(Map.of(), "sigmoid", "sigmoid", "sigmoid", "sigmoid", "softmax")))
                .containsExactly("4 hidden layers have sigmoid activations.");
        assertThat(causes(started(Map.of(), "identity", "linear", "softmax")))
                .containsExactly("No hidden layer has a non-linearity.");
        assertThat(causes(started(Map.of("loss", "CrossEntropyLoss"), "relu", "softmax")))
                .containsExactly("The output is softmaxed, but the loss expects logits.");
        RunStarted regression = started(Map.of(), "relu", "softmax");
        regression.setObjective("regression");
        assertThat(causes(regression)).containsExactly("A regression has a softmax output.");
    }

    private static List<String> causes(RunStarted started) {
        TestRun run = TestRun.of("sane-defaults").started(started);
        for (int i = 0; i < 5; i++) {
            run.step(i, 1.0);
        }
        assertThat(run.alerts()).hasSizeLessThan(2);
        return run.alerts().stream()
                .flatMap(alert -> alert.getCauses().stream())
                .map(advice -> advice.getText())
                .toList();
    }

    private static RunStarted started(Map<String, String> hyperparameters, String... activations) {
        RunStarted started = TestRun.startedOf("digits");
        started.setHyperparameters(hyperparameters);
        List<Layer> layers = new ArrayList<>();
        for (String activation : activations) {
            layers.add(new Layer("layer" + layers.size(), "Dense", 10L, activation));
        }
        started.setLayers(layers);
        return started;
    }
}
