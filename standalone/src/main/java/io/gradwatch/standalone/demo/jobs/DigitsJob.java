package io.gradwatch.standalone.demo.jobs;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.agent.dl4j.GradwatchListener;
import io.gradwatch.agent.dl4j.NetworkDescription;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.optimize.api.TrainingListener;

/** A demo job that trains one network on the digits. */
record DigitsJob(
        String name,
        String shows,
        Set<String> expectedAlerts,
        Supplier<MultiLayerConfiguration> network,
        DigitsTraining.Plan plan)
        implements DemoJob {

    @Override
    public RunDescription describe(RunDescription given) {
        MultiLayerNetwork described = new MultiLayerNetwork(network.get());
        described.init();
        return NetworkDescription.complete(given, described);
    }

    @Override
    public void train(TrainingRun run, Progress progress) {
        train(
                new GradwatchListener(run),
                (step, epoch, split, loss, accuracy) ->
                        run.evaluation(step, epoch, split, loss, Map.of("accuracy", accuracy)),
                progress);
    }

    void train(TrainingListener listener, Evaluations evaluations, Progress progress) {
        DigitsTraining.useOneThread();
        new DigitsTraining(network.get(), plan, Digits.load()).train(listener, evaluations, progress);
    }
}
