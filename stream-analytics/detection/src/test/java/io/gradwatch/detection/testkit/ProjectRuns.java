package io.gradwatch.detection.testkit;

import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Runs of one project that learn alike, differ by their seed, and settle at a level. */
public final class ProjectRuns {

    /** Steps of a run. */
    public static final int STEPS = 240;

    /** The level at which the loss of a healthy run settles. */
    public static final double HEALTHY = 0.5;

    /** A level that is worse than the others' by more than seeds differ, and nothing else is wrong with it. */
    public static final double WORSE = 0.8;

    private ProjectRuns() {}

    /** A declaration of a run of a project. */
    public static RunStarted started(String name, String project) {
        RunStarted started = TestRun.startedOf(name);
        started.setProject(project);
        return started;
    }

    /** Everything that a run sends between its start and its end. */
    public static List<Object> events(long seed, double level) {
        Random random = new Random(seed);
        List<Object> events = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            double loss = (2 * Math.exp(-i / 40.0) + level) * (1 + 0.02 * random.nextGaussian());
            Step step = TestRun.stepOf(i, loss, null);
            events.add(step);
            if (i % 10 == 9) {
                Evaluation evaluation = TestRun.evaluationOf(i, Split.TRAIN_VAL, 1.05 * loss);
                events.add(evaluation);
            }
        }
        return events;
    }

    /** The end of a run that finished. */
    public static RunEnded finished() {
        return new RunEnded(Outcome.FINISHED, null, null, STEPS - 1L, 0L);
    }

    /** Sends a whole run, from its start to an end of this kind. */
    public static TestRun send(TestRun run, RunStarted started, long seed, double level, Outcome outcome) {
        run.started(started);
        events(seed, level).forEach(run::send);
        return run.end(outcome);
    }
}
