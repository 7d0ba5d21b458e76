package io.gradwatch.agent.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListener;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.testing.TelemetryTopic;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.histogram.MagnitudeHistogram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class GradwatchTrainingListenerIT {
    private static final double CLOSE = 1e-5;

    @TempDir
    static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(1);

    private static TelemetryTopic topic;

    @BeforeAll
    static void openTopic() {
        topic = new TelemetryTopic(KAFKA.bootstrapServers());
    }

    /** The events of a run, once it has ended. */
    private static List<Object> eventsOfEnded(String runId) {
        return topic.ended(runId).stream().map(Telemetry::getEvent).toList();
    }

    private static <T> List<T> only(Class<T> type, List<Object> events) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    @AfterAll
    static void closeTopic() {
        topic.close();
    }

    private static GradwatchTrainingListener listener(String runId, TrainingListenerSettings settings) {
        return new GradwatchTrainingListener(
                RunDescription.builder()
                        .runId(runId)
                        .project("tests")
                        .name(runId)
                        .build(),
                AgentSettings.builder()
                        .bootstrapServers(KAFKA.bootstrapServers())
                        .spoolFolder(folder.resolve("spool-" + runId))
                        .closeTimeout(Duration.ofSeconds(30))
                        .build(),
                settings);
    }

    @Test
    void oneListener_streamsTheWholeTraining() throws Exception {
        Reference reference = new Reference();
        TrainingListenerSettings settings = TrainingListenerSettings.defaults()
                .withTensorsEverySteps(4)
                .withHistogramsEverySteps(8)
                .withOptimizer(SmallTraining.OPTIMIZER, SmallTraining.LEARNING_RATE);
        try (SmallTraining training = new SmallTraining(reference, listener("whole", settings))) {
            training.fit(2);
        }

        List<Object> events = eventsOfEnded("whole");
        assertDescribed((RunStarted) events.get(0));
        List<Step> steps = only(Step.class, events);
        assertThat(steps).hasSize(2 * SmallTraining.BATCHES);
        for (int i = 0; i < steps.size(); i++) {
            Step step = steps.get(i);
            assertThat(step.getStep()).isEqualTo(i);
            assertThat(step.getEpoch()).isEqualTo(i / SmallTraining.BATCHES);
            assertThat(step.getLoss()).isCloseTo(reference.losses.get(i), within(CLOSE));
            assertThat(step.getGradientNorm()).isPositive().isCloseTo(reference.gradientNorms.get(i), within(CLOSE));
            assertThat(step.getParameterNorm()).isCloseTo(reference.parameterNorms.get(i), within(CLOSE));
            assertThat(step.getLearningRate()).isCloseTo(0.1, within(1e-7));
            assertThat(step.getBatchSize()).isEqualTo(SmallTraining.BATCH);
            assertThat(step.getMetrics().get("accuracy")).isBetween(0.0, 1.0);
            assertThat(step.getBatch().getOutputShape()).containsExactly(SmallTraining.BATCH, SmallTraining.CLASSES);
            assertThat(step.getTensors()).hasSize(i % 4 == 0 ? 8 : 0);
            boolean histograms = i % 8 == 0;
            assertThat(step.getTensors()).allSatisfy(tensor -> {
                MagnitudeHistogram histogram = MagnitudeHistogram.unpack(tensor.getHistogram());
                assertThat(histogram != null).isEqualTo(histograms);
                assertThat(!histograms || histogram.total() == tensor.getElements() - tensor.getZeroCount())
                        .isTrue();
            });
        }
        assertThat(steps.get(1).getDurationMillis()).isPositive();
        RunEnded ended = (RunEnded) events.get(events.size() - 1);
        assertThat(ended.getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(ended.getDroppedRecords()).isZero();
    }

    private static void assertDescribed(RunStarted started) {
        assertThat(started.getProject()).isEqualTo("tests");
        assertThat(started.getFramework()).isEqualTo("djl");
        assertThat(started.getFrameworkVersion()).startsWith("PyTorch:");
        assertThat(started.getClasses()).isEqualTo(SmallTraining.CLASSES);
        assertThat(started.getObjective()).isEqualTo("classification");
        assertThat(started.getHyperparameters())
                .containsEntry("optimizer", "Sgd")
                .containsEntry("parameters", "43");
        assertThat(started.getLayers())
                .extracting(layer -> layer.getType() + " " + layer.getParameters())
                .containsExactly("Linear 25", "Tanh 0", "Linear 18");
    }

    @Test
    void validationBatches_becomeOneEvaluationAfterEachEpoch() throws Exception {
        try (SmallTraining training = new SmallTraining(listener("validated", TrainingListenerSettings.defaults()))) {
            training.fit(2);
        }

        List<Evaluation> evaluations = only(Evaluation.class, eventsOfEnded("validated"));
        assertThat(evaluations).extracting(Evaluation::getStep).containsExactly(5L, 10L);
        assertThat(evaluations).extracting(Evaluation::getEpoch).containsExactly(1.0, 2.0);
        assertThat(evaluations).allSatisfy(evaluation -> {
            assertThat(evaluation.getSplit()).isEqualTo(Split.TRAIN_VAL);
            assertThat(evaluation.getLoss()).isBetween(0.1, 5.0);
            assertThat(evaluation.getMetrics().get("accuracy")).isBetween(0.0, 1.0);
        });
    }

    @Test
    void training_isBitForBitWhatItIsWithoutAListener() throws Exception {
        float[] bare;
        try (SmallTraining training = new SmallTraining()) {
            training.fit(2);
            bare = training.parameter("01Linear_weight");
        }
        float[] watched;
        TrainingListenerSettings everything =
                TrainingListenerSettings.defaults().withTensorsEverySteps(1);
        try (SmallTraining training = new SmallTraining(listener("same", everything))) {
            training.fit(2);
            watched = training.parameter("01Linear_weight");
        }
        assertThat(watched).isEqualTo(bare);
    }

    @Test
    void arraysOfTheListener_doNotOutliveTheBatch() throws Exception {
        List<Integer> held = new ArrayList<>();
        TrainingListener counting = new TrainingListenerAdapter() {
            @Override
            public void onTrainingBatch(Trainer trainer, BatchData batch) {
                held.add(trainer.getManager().getManagedArrays().size()
                        + trainer.getModel().getNDManager().getManagedArrays().size());
            }
        };
        TrainingListenerSettings everything =
                TrainingListenerSettings.defaults().withTensorsEverySteps(1);
        try (SmallTraining training = new SmallTraining(listener("closed", everything), counting)) {
            training.fit(2);
        }
        assertThat(held).hasSize(10);
        assertThat(held.subList(1, held.size())).containsOnly(held.get(1));
    }

    @Test
    void nonFiniteValues_travel() throws Exception {
        TrainingListenerSettings everything =
                TrainingListenerSettings.defaults().withTensorsEverySteps(1);
        try (SmallTraining training = new SmallTraining(listener("nan", everything))) {
            NDArray weight = training.trainer
                    .getModel()
                    .getBlock()
                    .getParameters()
                    .get("03Linear_weight")
                    .getArray();
            weight.muli(Float.NaN);
            training.fit(1);
        }

        Step step = only(Step.class, eventsOfEnded("nan")).get(0);
        assertThat(step.getLoss()).isNaN();
        assertThat(step.getGradientNorm()).isNaN();
        assertThat(step.getParameterNorm()).isNaN();
        TensorStatistics weight = step.getTensors().stream()
                .filter(tensor ->
                        tensor.getLayer().equals("03Linear_weight") && tensor.getKind() == TensorKind.PARAMETER)
                .findFirst()
                .orElseThrow();
        assertThat(weight.getNanCount()).isEqualTo(SmallTraining.HIDDEN * SmallTraining.CLASSES);
        assertThat(weight.getL2Norm()).isNaN();
    }

    @Test
    void exceptionInsideWatch_endsTheRunAsFailed() {
        GradwatchTrainingListener listener = listener("failing", TrainingListenerSettings.defaults());
        assertThatThrownBy(() -> {
                    try (SmallTraining training = new SmallTraining(listener, failingAt(3))) {
                        listener.watch(() -> training.fit(1));
                    }
                })
                .isInstanceOf(IllegalStateException.class);

        List<Object> events = eventsOfEnded("failing");
        RunEnded ended = (RunEnded) events.get(events.size() - 1);
        assertThat(ended.getOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(ended.getException()).contains("IllegalStateException");
        assertThat(only(Step.class, events)).hasSize(3);
    }

    @Test
    void trainerThatIsClosedInTheMiddleOfAnEpoch_isNotSaidToHaveFinished() {
        assertThatThrownBy(() -> {
                    try (SmallTraining training =
                            new SmallTraining(listener("cut", TrainingListenerSettings.defaults()), failingAt(2))) {
                        training.fit(1);
                    }
                })
                .isInstanceOf(IllegalStateException.class);

        List<Object> events = eventsOfEnded("cut");
        assertThat(((RunEnded) events.get(events.size() - 1)).getOutcome()).isEqualTo(Outcome.STOPPED);
    }

    private static TrainingListener failingAt(int batch) {
        return new TrainingListenerAdapter() {
            private int batches;

            @Override
            public void onTrainingBatch(Trainer trainer, BatchData data) {
                batches++;
                if (batches == batch) {
                    throw new IllegalStateException("planted");
                }
            }
        };
    }

    @Test
    void sparseSettings_takeNormsAndTensorsAtTheirStepsOnly() throws Exception {
        TrainingListenerSettings sparse = TrainingListenerSettings.defaults()
                .withNormsEverySteps(3)
                .withTensorsEverySteps(0)
                .withFirstStep(30);
        try (SmallTraining training = new SmallTraining(listener("sparse", sparse))) {
            training.fit(1);
        }

        List<Step> steps = only(Step.class, eventsOfEnded("sparse"));
        assertThat(steps).extracting(Step::getStep).containsExactly(30L, 31L, 32L, 33L, 34L);
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.getLoss()).isPositive();
            assertThat(step.getGradientNorm() != null).isEqualTo(step.getStep() % 3 == 0);
            assertThat(step.getTensors()).isEmpty();
            assertThat(step.getLearningRate()).isNull();
        });
    }
}
