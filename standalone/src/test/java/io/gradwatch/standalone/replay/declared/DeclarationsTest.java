package io.gradwatch.standalone.replay.declared;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Layer;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunStarted;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DeclarationsTest {

    private static final String ALL_KEYS = """
            name: digits
            project: vision
            objective: classification
            reference: run-0
            classes: 10
            goal-error: 0.01
            baseline-loss: 2.3
            single-batch: true
            batch-size: 32
            hyperparameters: {optimizer: Adam, lr: 1e-3}
            layers:
              - {name: dense, type: DenseLayer, activation: relu, parameters: 5000000000}
              - name: out
            references:
              - {name: paper, signal: validation-loss, axis: epoch, at: [1, 2], values: [0.5, 0.25]}
              - {name: level, signal: validation-accuracy, values: [0.99]}
            runs:
              b: {objective: gan, single-batch: false, hyperparameters: {lr: 0.1}}
              "folder/c.1": {classes: 3}
            """;

    private static RunStarted logged() {
        return RunStarted.newBuilder()
                .setName("a")
                .setFramework("transformers")
                .setHyperparameters(Map.of("max_steps", "30", "lr", "7"))
                .setLayers(List.of())
                .build();
    }

    @TempDir
    Path folder;

    @Test
    void whatIsDeclared_goesOverWhatTheLogSays() throws Exception {
        RunStarted run = declared(load(ALL_KEYS), "a");

        assertThat(run)
                .isEqualTo(RunStarted.newBuilder()
                        .setName("digits")
                        .setProject("vision")
                        .setFramework("transformers")
                        .setObjective("classification")
                        .setReference("run-0")
                        .setClasses(10)
                        .setGoalError(0.01)
                        .setBaselineLoss(2.3)
                        .setSingleBatch(true)
                        .setHyperparameters(
                                Map.of("max_steps", "30", "lr", "1e-3", "optimizer", "Adam", "batch_size", "32"))
                        .setLayers(List.of(
                                new Layer("dense", "DenseLayer", 5_000_000_000L, "relu"), new Layer("out", "", 0L, "")))
                        .setReferences(List.of(
                                new ReferenceCurve(
                                        "paper",
                                        CurveSignal.VALIDATION_LOSS,
                                        CurveAxis.EPOCH,
                                        List.of(1.0, 2.0),
                                        List.of(0.5, 0.25)),
                                new ReferenceCurve(
                                        "level",
                                        CurveSignal.VALIDATION_ACCURACY,
                                        CurveAxis.STEP,
                                        List.of(),
                                        List.of(0.99))))
                        .build());
    }

    @Test
    void whatIsDeclaredOfOneRun_goesOverWhatIsDeclaredOfAll() throws Exception {
        Declarations declarations = load(ALL_KEYS);

        RunStarted b = declared(declarations, "b");
        assertThat(b.getObjective()).isEqualTo("gan");
        assertThat(b.getSingleBatch()).isFalse();
        assertThat(b.getClasses()).isEqualTo(10);
        assertThat(b.getHyperparameters()).containsEntry("lr", "0.1").containsEntry("optimizer", "Adam");
        assertThat(declared(declarations, "folder/c.1").getClasses()).isEqualTo(3);
    }

    @Test
    void nothingDeclared_leavesTheLogAsItIs() throws Exception {
        assertThat(declared(load(""), "a")).isEqualTo(logged());
    }

    @Test
    void allProblems_areToldAtOnce() {
        assertThatThrownBy(() -> load("""
                        clases: 10
                        goal-error: 2
                        layers:
                          - {type: x, activaton: relu, parameters: -1}
                        references:
                          - {name: a, signal: loss, at: [2, 1], values: [1, x]}
                          - {name: b, signal: training-loss}
                        runs:
                          b: {objectiv: gan}
                        """))
                .isInstanceOfSatisfying(
                        ConfigurationException.class,
                        e -> assertThat(String.join("\n", e.problems()))
                                .contains(
                                        "d.yml:1: clases is not known; the nearest known key is classes",
                                        "d.yml:2: goal-error was '2' but must be a number from 0.0 to 1.0",
                                        "layers[0].name is missing",
                                        "layers[0].activaton is not known",
                                        "layers[0].parameters was '-1'",
                                        "references[0].signal was 'loss' but must be one of training-loss",
                                        "references[0].values holds 'x'",
                                        "references[0].at was 1.0 after 2.0 but must be ascending",
                                        "references[1].values is missing",
                                        "runs.b.objectiv is not known; the nearest known key is runs.b.objective"));
    }

    private static RunStarted declared(Declarations declarations, String runId) {
        RunStarted run = logged();
        declarations.declare(runId, run);
        return run;
    }

    private Declarations load(String yaml) throws IOException, ConfigurationException {
        return Declarations.load(Files.writeString(folder.resolve("d.yml"), yaml));
    }
}
