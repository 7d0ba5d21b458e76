package io.gradwatch.standalone.demo.jobs;

import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import java.util.Set;

/** A training job of the demo: real, seeded, and made to go wrong in one way or none. */
public interface DemoJob {
    /** One word, which also names the run. */
    String name();

    /** One sentence on the purpose of the job. */
    String shows();

    /** Classes of the alerts that it must bring; empty for a healthy job, which must bring none. */
    Set<String> expectedAlerts();

    /** Completes a description with the layers and hyper-parameters of the job's network. */
    RunDescription describe(RunDescription given);

    /**
     * Trains to the end on the calling thread. The caller starts the run and ends it.
     *
     * @param progress called after every step, on the calling thread
     */
    void train(TrainingRun run, Progress progress);
}
