package io.gradwatch.agent.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.Sgd;

/** Errors of a listener and of what it watches. */
class FailingListenerTest {

    private static final int BATCH = 6;

    private final List<RecordedStep> steps = new ArrayList<>();

    @Test
    void failingAgent_neverReachesTraining() {
        LongFunction<io.gradwatch.agent.StepRecorder> failing = step -> {
            throw new IllegalStateException("agent is broken");
        };
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.25)));
        network.setListeners(
                new GradwatchListener(failing, ListenerSettings.defaults(), new StatisticsThread(Runnable::run)));
        DataSet batch = Networks.examples(BATCH);
        double before = network.score(batch);
        for (int i = 0; i < 5; i++) {
            network.fit(batch);
        }
        assertThat(network.score(batch)).isLessThan(before);
    }

    @Test
    void failingPart_restsAndTheOthersGoOn() {
        GradwatchListener listener = new GradwatchListener(
                step -> new RecordedStep(step, steps) {
                    @Override
                    public Object invoke(Object recorder, Method method, Object[] args) {
                        if (method.getName().equals("parameterNorm")) {
                            throw new OutOfMemoryError("planted");
                        }
                        return super.invoke(recorder, method, args);
                    }
                }.recorder(),
                ListenerSettings.defaults(),
                new StatisticsThread(Runnable::run));
        MultiLayerNetwork network = Networks.classifier(Networks.defaults(new Sgd(0.25)));
        network.setListeners(listener);
        network.fit(Networks.examples(BATCH));
        network.fit(Networks.examples(BATCH));
        assertThat(steps).hasSize(2);
        assertThat(steps.get(1).values).containsKeys("gradientNorm", "loss").doesNotContainKey("parameterNorm");
    }

    @Test
    void watch_throwsOnWhatTrainingThrows() {
        GradwatchListener listener = new GradwatchListener(
                step -> new RecordedStep(step, steps).recorder(),
                ListenerSettings.defaults(),
                new StatisticsThread(Runnable::run));
        assertThatThrownBy(() -> listener.watch(() -> {
                    throw new IllegalArgumentException("wrong shape");
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("wrong shape");
    }
}
