package io.gradwatch.agent.dl4j;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.TensorStatistics;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.deeplearning4j.datasets.iterator.utilty.ListDataSetIterator;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.listeners.CheckpointListener;
import org.deeplearning4j.ui.model.stats.StatsListener;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

class GradwatchListenerIT {
    @TempDir
    static Path folder;

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(1);

    @Test
    void oneAttachedObject_streamsTheWholeRun() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        GradwatchListener listener = listener("whole");
        network.setListeners(listener);
        listener.watch(() ->
                network.fit(new ListDataSetIterator<>(Networks.examples(60).asList(), 6), 3));

        List<Telemetry> records = endedRun("whole");
        RunStarted started = (RunStarted) records.get(0).getEvent();
        assertThat(started.getProject()).isEqualTo("tests");
        assertThat(started.getClasses()).isEqualTo(Networks.CLASSES);
        assertThat(started.getHyperparameters()).containsEntry("updater", "Sgd");
        assertThat(started.getLayers()).hasSize(2);

        List<Step> steps = steps(records);
        assertThat(steps).hasSize(30);
        for (int i = 0; i < steps.size(); i++) {
            assertThat(steps.get(i).getStep()).isEqualTo(i);
            assertThat(steps.get(i).getLoss()).isPositive();
            assertThat(steps.get(i).getGradientNorm()).isPositive();
            assertThat(steps.get(i).getUpdateRatio()).isPositive();
            assertThat(steps.get(i).getTensors().isEmpty()).isEqualTo(i % 10 != 0);
        }
        assertThat(steps.get(29).getEpoch()).isEqualTo(2);
        assertThat(steps.get(10).getTensors())
                .filteredOn(tensor -> tensor.getKind() == TensorKind.GRADIENT)
                .extracting(TensorStatistics::getLayer)
                .containsExactly("layer0_W", "layer0_b", "layer1_W", "layer1_b");

        RunEnded ended = (RunEnded) records.get(records.size() - 1).getEvent();
        assertThat(ended.getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(ended.getStep()).isEqualTo(29);
        assertThat(ended.getDroppedRecords()).isZero();
    }

    @Test
    void checkpointsOfDl4jsListener_areToldBehindTheStep(@TempDir Path saved) {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        GradwatchListener listener = listener("saves").withCheckpointsOf(saved.toFile());
        network.setListeners(
                listener,
                new CheckpointListener.Builder(saved.toFile())
                        .saveEveryNIterations(10)
                        .keepAll()
                        .build());
        listener.watch(() ->
                network.fit(new ListDataSetIterator<>(Networks.examples(60).asList(), 6), 3));

        List<Object> events =
                endedRun("saves").stream().map(Telemetry::getEvent).toList();
        List<CheckpointSaved> checkpoints = events.stream()
                .filter(CheckpointSaved.class::isInstance)
                .map(CheckpointSaved.class::cast)
                .toList();
        assertThat(checkpoints).hasSizeBetween(2, 3).allSatisfy(checkpoint -> {
            assertThat(Path.of(checkpoint.getPath())).exists().hasParent(saved);
            assertThat(checkpoint.getSizeBytes()).isPositive();
            assertThat(checkpoint.getStep() % 10).isZero();
        });
        long first = checkpoints.get(0).getStep();
        int place = events.indexOf(checkpoints.get(0));
        assertThat(((Step) events.get(place - 1)).getStep()).isBetween(first - 1, first + 1);
    }

    @Test
    void stepsAndEvaluations_arriveInTheOrderOfTrainingAndBeforeTheEnd() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        RunDescription description =
                RunDescription.builder().runId("order").name("order").build();
        try (TrainingRun run = TrainingRun.start(description, settings("order"))) {
            network.setListeners(
                    new GradwatchListener(run, ListenerSettings.defaults().withTensorsEverySteps(1)));
            for (int step = 0; step < 20; step++) {
                network.fit(Networks.examples(6));
                run.evaluation(step, Split.TRAIN_VAL, 1, Map.of());
            }
        }
        List<Telemetry> records = endedRun("order");
        List<Long> order = new ArrayList<>();
        for (Telemetry record : records) {
            if (record.getEvent() instanceof Step step) {
                order.add(2 * step.getStep());
            } else if (record.getEvent() instanceof Evaluation evaluation) {
                order.add(2 * evaluation.getStep() + 1);
            }
        }
        assertThat(order).hasSize(40).isSorted();
        assertThat(steps(records).get(0).getTensors()).isNotEmpty();
        RunEnded ended = (RunEnded) records.get(records.size() - 1).getEvent();
        assertThat(ended.getDroppedRecords()).isZero();
    }

    @Test
    void statsListenerWithOurRouter_streamsTheWholeRun() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        RunDescription description = RunDescription.builder()
                .runId("stats")
                .project("tests")
                .hyperparameter("note", "given")
                .build();
        try (GradwatchStatsRouter router = new GradwatchStatsRouter(description, settings("stats"))) {
            network.setListeners(new StatsListener(router, 1));
            network.fit(new ListDataSetIterator<>(Networks.examples(60).asList(), 6), 2);
        }

        List<Telemetry> records = endedRun("stats");
        RunStarted started = (RunStarted) records.get(0).getEvent();
        assertThat(started.getProject()).isEqualTo("tests");
        assertThat(started.getFramework()).isEqualTo("dl4j");
        assertThat(started.getClasses()).isEqualTo(Networks.CLASSES);
        assertThat(started.getHyperparameters())
                .containsEntry("note", "given")
                .containsEntry("updater", "Sgd")
                .containsEntry("learningRate", "0.1")
                .containsEntry("parameters", Long.toString(network.numParams()));
        assertThat(started.getLayers())
                .extracting(layer -> layer.getName() + " " + layer.getType() + " " + layer.getParameters())
                .containsExactly("layer0 DenseLayer 25", "layer1 OutputLayer 18");
        assertThat(steps(records)).hasSize(20).allSatisfy(step -> {
            assertThat(step.getLoss()).isPositive();
            assertThat(step.getGradientNorm()).isPositive();
            assertThat(step.getUpdateRatio()).isPositive();
            assertThat(step.getTensors())
                    .filteredOn(tensor -> tensor.getKind() == TensorKind.GRADIENT)
                    .extracting(TensorStatistics::getLayer)
                    .containsExactlyInAnyOrder("layer0_W", "layer0_b", "layer1_W", "layer1_b");
        });
        RunEnded ended = (RunEnded) records.get(records.size() - 1).getEvent();
        assertThat(ended.getOutcome()).isEqualTo(Outcome.FINISHED);
        assertThat(ended.getDroppedRecords()).isZero();
    }

    @Test
    void trainingThatThrows_endsAsFailedWithTheException() {
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.1)));
        GradwatchListener listener = listener("failing");
        network.setListeners(listener);
        DataSet wrongShape = new DataSet(Nd4j.rand(6, Networks.FEATURES + 1), Nd4j.rand(6, Networks.CLASSES));
        assertThatThrownBy(() -> listener.watch(() -> {
                    network.fit(Networks.examples(6));
                    network.fit(wrongShape);
                }))
                .isInstanceOf(RuntimeException.class);

        List<Telemetry> records = endedRun("failing");
        assertThat(steps(records)).hasSize(1);
        RunEnded ended = (RunEnded) records.get(records.size() - 1).getEvent();
        assertThat(ended.getOutcome()).isEqualTo(Outcome.FAILED);
        assertThat(ended.getException()).contains("DL4JInvalidInputException");
    }

    private static GradwatchListener listener(String runId) {
        RunDescription description = RunDescription.builder()
                .runId(runId)
                .project("tests")
                .name(runId)
                .build();
        return new GradwatchListener(description, settings(runId), ListenerSettings.defaults());
    }

    private static AgentSettings settings(String runId) {
        return AgentSettings.builder()
                .bootstrapServers(KAFKA.bootstrapServers())
                .spoolFolder(folder.resolve("spool-" + runId))
                .closeTimeout(Duration.ofSeconds(30))
                .build();
    }

    private static List<Step> steps(List<Telemetry> records) {
        return records.stream()
                .map(Telemetry::getEvent)
                .filter(Step.class::isInstance)
                .map(Step.class::cast)
                .toList();
    }

    private static List<Telemetry> endedRun(String runId) {
        List<Telemetry> records = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                TestKafka.fromBeginning(KAFKA.bootstrapServers(), Topics.TELEMETRY.name())) {
            await().atMost(PATIENCE).pollInSameThread().until(() -> {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    Telemetry telemetry = read(record);
                    if (telemetry.getOrigin().getRunId().equals(runId)) {
                        records.add(telemetry);
                    }
                }
                return !records.isEmpty() && records.get(records.size() - 1).getEvent() instanceof RunEnded;
            });
        }
        return records;
    }

    private static Telemetry read(ConsumerRecord<byte[], byte[]> record) {
        try {
            return Topics.TELEMETRY.codec().decode(record.value());
        } catch (UnreadableRecordException e) {
            throw new AssertionError(e);
        }
    }
}
