package io.gradwatch.standalone.demo.jobs;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.agent.dl4j.GradwatchListener;
import io.gradwatch.agent.dl4j.NetworkDescription;
import java.io.File;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;
import org.deeplearning4j.optimize.listeners.CheckpointListener;

/**
 * A training job of the demo: one network on the digits, seeded, and made to go wrong in one way or none.
 *
 * @param name one word, which also names the run
 * @param shows what it shows, one sentence
 * @param expectedAlerts classes of the alerts that it must bring; empty for a healthy job, which must bring none
 * @param network that is trained
 * @param plan how it is trained
 */
public record DemoJob(
        String name,
        String shows,
        Set<String> expectedAlerts,
        Supplier<MultiLayerConfiguration> network,
        DigitsTraining.Plan plan) {

    /** Description of the demo's run of this job. */
    public RunDescription description() {
        return describe(
                RunDescription.builder().runId(name).project("demo").name(name).build());
    }

    /** Completes a description with the layers and hyper-parameters of the job's network. */
    public RunDescription describe(RunDescription given) {
        MultiLayerNetwork described = new MultiLayerNetwork(network.get());
        described.init();
        return NetworkDescription.complete(given, described);
    }

    /**
     * Trains to the end on the calling thread. The caller starts the run and ends it.
     *
     * @param progress called after every step, on the calling thread
     */
    public void train(TrainingRun run, TrainingProgress progress) {
        train(List.of(new GradwatchListener(run)), run, progress);
    }

    /**
     * Trains in the same way, and saves checkpoints if that is planned.
     *
     * @param checkpoints folder for them, whose former ones are deleted
     */
    public void train(TrainingRun run, TrainingProgress progress, File checkpoints) {
        if (plan.saveEverySteps() == 0) {
            train(run, progress);
            return;
        }
        TrainingListener saving = new CheckpointListener.Builder(checkpoints)
                .saveEveryNIterations(plan.saveEverySteps())
                .keepAll()
                .deleteExisting(true)
                .build();
        train(List.of(new GradwatchListener(run).withCheckpointsOf(checkpoints), saving), run, progress);
    }

    private void train(List<TrainingListener> listeners, TrainingRun run, TrainingProgress progress) {
        train(
                listeners,
                (step, epoch, split, loss, accuracy) ->
                        run.evaluation(step, epoch, split, loss, Map.of("accuracy", accuracy)),
                progress);
    }

    void train(TrainingListener listener, Evaluations evaluations, TrainingProgress progress) {
        train(List.of(listener), evaluations, progress);
    }

    private void train(List<TrainingListener> listeners, Evaluations evaluations, TrainingProgress progress) {
        DigitsTraining.useOneThread();
        new DigitsTraining(network.get(), plan, Digits.load()).train(listeners, evaluations, progress);
    }
}
