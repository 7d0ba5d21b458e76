package io.gradwatch.agent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.agent.StepRecorder;
import io.gradwatch.agent.dl4j.network.Network;
import io.gradwatch.agent.dl4j.network.ParameterLayout;
import io.gradwatch.agent.dl4j.tensor.ElementCopy;
import io.gradwatch.agent.listener.Guard;
import io.gradwatch.schema.TensorKind;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;

class StatisticsThreadTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ListenerSettings EVERY_STEP =
            ListenerSettings.defaults().withTensorsEverySteps(1);

    private static MultiLayerNetwork network(DataType type) {
        NeuralNetConfiguration.Builder defaults = Networks.defaults(new Adam(0.1));
        return Networks.classifier(defaults.dataType(type));
    }

    /** Trains a new network, always the same one, and tells what was recorded so far. */
    private static List<RecordedStep> train(DataType type, StatisticsThread statistics, int steps) {
        List<RecordedStep> recorded = new CopyOnWriteArrayList<>();
        MultiLayerNetwork network = network(type);
        network.setListeners(
                new GradwatchListener(step -> new RecordedStep(step, recorded).recorder(), EVERY_STEP, statistics));
        DataSet batch = Networks.examples(6);
        for (int step = 0; step < steps; step++) {
            network.fit(batch);
        }
        return recorded;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF"})
    void tensors_areThoseOfTheStepAlthoughTheyAreMeasuredLater(DataType type) {
        List<RecordedStep> atOnce = train(type, new StatisticsThread(Runnable::run), 2);
        Queue<Runnable> waiting = new ArrayDeque<>();
        List<RecordedStep> later = train(type, new StatisticsThread(waiting::add), 2);
        assertThat(later).isEmpty();
        waiting.forEach(Runnable::run);
        assertThat(later).hasSize(2);
        for (int step = 0; step < 2; step++) {
            assertThat(later.get(step).tensors)
                    .isEqualTo(atOnce.get(step).tensors)
                    .isNotEmpty();
            for (String name : List.of("gradientNorm", "parameterNorm", "updateRatio", "loss")) {
                assertThat(later.get(step).value(name))
                        .isEqualTo(atOnce.get(step).value(name))
                        .isPositive();
            }
        }
    }

    @Test
    void threadThatFallsBehind_isNotWaitedForAndTheStepsKeepTheirNorms() {
        Queue<Runnable> waiting = new ArrayDeque<>();
        StatisticsThread statistics = new StatisticsThread(waiting::add);
        List<RecordedStep> steps = train(DataType.FLOAT, statistics, 5);
        assertThat(steps).extracting(step -> step.number).containsExactly(2L, 3L, 4L);
        assertThat(steps).allSatisfy(step -> {
            assertThat(step.tensors).isEmpty();
            assertThat(step.values).containsKeys("gradientNorm", "parameterNorm", "updateRatio", "loss");
        });
        assertThat(statistics.skipped()).isEqualTo(3);
        waiting.forEach(Runnable::run);
        assertThat(steps).hasSize(5);
    }

    @Test
    void noThreadToBeHad_publishesTheStepsWithoutTensors() {
        Executor none = task -> {
            throw new RejectedExecutionException("planted");
        };
        StatisticsThread statistics = new StatisticsThread(none);
        List<RecordedStep> steps = train(DataType.FLOAT, statistics, 3);
        assertThat(steps).hasSize(3).allSatisfy(step -> assertThat(step.values).containsKey("loss"));
        assertThat(statistics.skipped()).isEqualTo(3);
    }

    @Test
    void ownThread_publishesInOrderIsADaemonAndEndsWhenThereIsNothingToDo() {
        StatisticsThread statistics = new StatisticsThread();
        List<RecordedStep> steps = train(DataType.FLOAT, statistics, 1);
        await().atMost(LONG).until(() -> steps.size() == 1);
        assertThat(steps.get(0).tensors).isNotEmpty();
        assertThat(threads()).allMatch(Thread::isDaemon);
        await().atMost(LONG).until(() -> threads().isEmpty());
        List<RecordedStep> more = train(DataType.FLOAT, statistics, 50);
        await().atMost(LONG).until(() -> more.size() == 50);
        List<Long> measured = more.stream()
                .filter(step -> !step.tensors.isEmpty())
                .map(step -> step.number)
                .toList();
        assertThat(measured).isSorted();
        assertThat(measured.size() + statistics.skipped()).isEqualTo(50);
    }

    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("gradwatch-statistics"))
                .toList();
    }

    @Test
    void arraysBeyondTheRoom_areMeasuredWhereTheyLie() {
        MultiLayerNetwork network = network(DataType.FLOAT);
        ParameterLayout layout = ParameterLayout.of(Network.of(network));
        INDArray update = Nd4j.rand(DataType.FLOAT, network.params().shape());
        List<RecordedStep> measured = new ArrayList<>();
        for (long room : new long[] {0, ElementCopy.bytes(update), 1 << 20}) {
            StepRecorder step = new RecordedStep(0, measured).recorder();
            StepTensors tensors = new StepTensors(layout, new Guard(GradwatchListener.class), room).begin(true);
            tensors.addFlat(network.params(), TensorKind.PARAMETER, 1, step);
            tensors.addFlat(update, TensorKind.UPDATE, 1, step);
            INDArray kept = update.dup();
            update.assign(Float.NaN);
            tensors.measure(step);
            update.assign(kept);
            step.publish();
        }
        RecordedStep expected = measured.get(0);
        assertThat(expected.value("updateRatio")).isPositive();
        assertThat(measured).allSatisfy(step -> {
            assertThat(step.values).isEqualTo(expected.values);
            assertThat(step.tensors).containsExactlyInAnyOrderElementsOf(expected.tensors);
            assertThat(step.histograms).containsExactlyInAnyOrderElementsOf(expected.histograms);
        });
    }
}
