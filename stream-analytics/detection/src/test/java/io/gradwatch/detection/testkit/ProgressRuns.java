package io.gradwatch.detection.testkit;

import io.gradwatch.schema.Notice;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** Golden runs of the detectors of progress, and jobs of several ranks. */
public final class ProgressRuns {

    static final Map<String, Consumer<TestRun>> ALL = Map.of(
            "data-wait", ProgressRuns::waiting,
            "hung-run", ProgressRuns::hung,
            "job-notice", ProgressRuns::noticing,
            "rank-disagreement", ProgressRuns::drifting,
            "silent-rank", ProgressRuns::silentRank,
            "straggler-rank", ProgressRuns::straggling,
            "throughput-drop", ProgressRuns::throttled);

    private ProgressRuns() {}

    /** Every rank sends a step of its own, each in a session of its own. */
    public static void round(TestRun run, int ranks, IntFunction<Step> steps) {
        for (int rank = 0; rank < ranks; rank++) {
            Step step = steps.apply(rank);
            if (step != null) {
                as(run, rank).send(step);
            }
        }
    }

    /** The same run, whose next records are those of a rank. */
    public static TestRun as(TestRun run, int rank) {
        run.rank = rank;
        run.session = rank + 1;
        return run;
    }

    /** A step that took so long, milliseconds. */
    public static Step timed(long step, double duration, Double wait) {
        Step timed = TestRun.stepOf(step, 1.0, null);
        timed.setDurationMillis(duration);
        timed.setDataWaitMillis(wait);
        return timed;
    }

    /** A step with the norm of the parameters. */
    public static Step normed(long step, double norm) {
        Step normed = TestRun.stepOf(step, 1.0, null);
        normed.setParameterNorm(norm);
        return normed;
    }

    private static void noticing(TestRun run) {
        for (int i = 0; i < 10; i++) {
            run.step(i, 1.0);
        }
        run.send(new Notice("disk", "the scratch disk has 3 % left", NoticeLevel.WARNING, 9L));
        run.send(new Notice("half", "", NoticeLevel.INFO, 9L));
        run.send(new Notice("disk", "the scratch disk is full", NoticeLevel.CRITICAL, -1L));
        run.send(new Notice("disk", "the scratch disk is full", NoticeLevel.CRITICAL, -1L));
        run.send(new RunEnded(Outcome.FINISHED, null, null, 9L, 0L));
    }

    private static void waiting(TestRun run) {
        for (int i = 0; i < 1200; i++) {
            double wait = i < 300 ? 10 : i < 600 ? 40 : i < 900 ? 150 : 5;
            run.send(timed(i, 90 + wait, wait));
        }
    }

    private static void hung(TestRun run) {
        run.timeMillis = 1_000_000;
        RunStarted started = TestRun.startedOf("digits");
        run.started(started);
        for (int i = 0; i < 100; i++) {
            run.pass(500).step(i, 1.0);
        }
        for (int i = 0; i < 150; i++) {
            run.pass(10_000).heartbeat();
        }
        run.step(100, 1.0).end(Outcome.FINISHED);
    }

    private static void drifting(TestRun run) {
        for (int i = 0; i < 100; i++) {
            long step = i;
            round(run, 4, rank -> normed(step, 40 + step + (rank == 2 && step >= 30 && step < 60 ? 0.1 : 1e-6 * rank)));
        }
    }

    private static void silentRank(TestRun run) {
        run.timeMillis = 1_000_000;
        for (int i = 0; i < 300; i++) {
            long step = i;
            run.pass(1000);
            round(run, 4, rank -> rank == 3 && step >= 100 && step < 250 ? null : TestRun.stepOf(step, 1.0, null));
        }
    }

    private static void straggling(TestRun run) {
        Random random = new Random(31);
        for (int i = 0; i < 400; i++) {
            long step = i;
            round(run, 8, rank -> {
                double slow = rank == 5 && step >= 100 && step < 300 ? 2 : 1;
                return timed(step, 100 * slow * Math.exp(0.05 * random.nextGaussian()), null);
            });
        }
    }

    private static void throttled(TestRun run) {
        Random random = new Random(32);
        for (int i = 0; i < 1500; i++) {
            double slow = i >= 600 && i < 1000 ? 2 : 1;
            double save = i % 100 == 99 ? 50 : 1;
            run.send(timed(i, 100 * slow * save * Math.exp(0.1 * random.nextGaussian()), null));
        }
    }
}
