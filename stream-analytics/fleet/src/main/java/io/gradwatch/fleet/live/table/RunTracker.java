package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.live.row.SeriesTable;
import io.gradwatch.schema.CheckpointSaved;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;

/** Applies records of telemetry that count to what is known of their run and rank. */
public final class RunTracker {

    /** An agent's clock may be this far ahead of the log's; what is later is taken for the time of the log. */
    private static final long CLOCK_AHEAD_MILLIS = 60_000;

    private RunTracker() {}

    /** A run of which nothing is known yet. */
    public static LiveRun fresh(String runId) {
        return LiveRun.newBuilder().setRunId(runId).setPace(Pace.fresh()).build();
    }

    /**
     * Applies a record.
     *
     * @param rank known state of its rank, of any attempt; null without one
     * @param logMillis time of appending of the record
     * @return new state of the rank
     */
    static LiveRank take(LiveRun run, LiveRank rank, Telemetry record, long logMillis) {
        Origin origin = record.getOrigin();
        long millis = Math.max(0, Math.min(origin.getTimestampMillis(), logMillis + CLOCK_AHEAD_MILLIS));
        if (run.getStartedMillis() == 0) {
            run.setStartedMillis(millis);
        }
        if (origin.getAttempt() > run.getAttempt()) {
            Attempts.begin(run, origin.getAttempt(), millis);
        }
        LiveRank taken = rank(run, rank, origin, logMillis);
        taken.setLastEventMillis(millis);
        run.setLastEventMillis(Math.max(run.getLastEventMillis(), millis));
        run.setLastRecordMillis(Math.max(run.getLastRecordMillis(), logMillis));
        run.setSpeaker(run.getSpeaker() < 0 ? origin.getRank() : Math.min(run.getSpeaker(), origin.getRank()));
        apply(run, taken, record.getEvent(), millis);
        return taken;
    }

    private static LiveRank rank(LiveRun run, LiveRank known, Origin origin, long logMillis) {
        boolean goesOn =
                known != null && known.getAttempt() == origin.getAttempt() && known.getSession() == origin.getSession();
        LiveRank rank = goesOn ? known : anew(run, known, origin, logMillis);
        rank.setSequence(origin.getSequence());
        rank.setLastRecordMillis(logMillis);
        return rank;
    }

    private static LiveRank anew(LiveRun run, LiveRank known, Origin origin, long logMillis) {
        boolean takesOver = known != null && known.getAttempt() == origin.getAttempt();
        if (takesOver && origin.getRank() == run.getSpeaker()) {
            if (run.getEndedMillis() != null) {
                run.setAccountedMillis(Math.max(run.getAccountedMillis(), origin.getTimestampMillis()));
            }
            run.setTakenOverMillis(logMillis);
            Attempts.reopen(run);
        }
        return LiveRank.newBuilder()
                .setRank(origin.getRank())
                .setAttempt(origin.getAttempt())
                .setSession(origin.getSession())
                .setSequence(origin.getSequence())
                .build();
    }

    private static void apply(LiveRun run, LiveRank rank, Object event, long millis) {
        boolean speaks = rank.getRank() == run.getSpeaker();
        if (speaks) {
            Accelerators.account(run, millis);
        }
        if (event instanceof Step step) {
            rank.setStep(step.getStep());
            rank.setDurationMillis(step.getDurationMillis());
            rank.setDataWaitMillis(step.getDataWaitMillis());
        } else if (event instanceof RunStarted started) {
            rank.setHost(Bounds.name(started.getHost()));
        } else if (event instanceof RunEnded) {
            rank.setEnded(true);
        }
        if (speaks) {
            applyToRun(run, event, millis);
        }
    }

    private static void applyToRun(LiveRun run, Object event, long millis) {
        if (event instanceof Step step) {
            run.setStep(step.getStep());
            run.setEpoch(step.getEpoch() == null ? run.getEpoch() : step.getEpoch());
            run.setLastStepMillis(millis);
            Attempts.step(run, step.getStep());
            Pace.take(run.getPace(), step.getStep(), millis);
            SeriesTable.take(run, step);
        } else if (event instanceof Evaluation evaluation) {
            SeriesTable.take(run, evaluation);
        } else if (event instanceof RunStarted started) {
            declare(run, Bounds.description(started));
        } else if (event instanceof CheckpointSaved saved) {
            Checkpoints.take(run, saved, millis);
        } else if (event instanceof RunEnded ended) {
            Attempts.end(run, ended, millis);
        }
    }

    /** Takes the declaration of a run over. */
    public static void declare(LiveRun run, RunStarted started) {
        run.setName(started.getName());
        run.setProject(started.getProject());
        run.setOwner(started.getOwner());
        run.setHost(started.getHost());
        run.setCluster(cluster(started));
        run.setGpu(started.getDevices().isEmpty() ? "" : started.getDevices().get(0));
        run.setGpus(Accelerators.count(started));
        run.setWorldSize(started.getWorldSize());
        run.setStepsWanted(PlannedLength.steps(started.getHyperparameters()));
        run.setEpochsWanted(PlannedLength.epochs(started.getHyperparameters()));
        run.setHeartbeatIntervalMillis(started.getHeartbeatIntervalMillis());
        run.setTags(started.getTags());
        run.setGroup(started.getGroup());
    }

    /** The hyper-parameter {@code cluster}, else the domain of the host, else nothing. */
    private static String cluster(RunStarted started) {
        String declared = started.getHyperparameters().get("cluster");
        int dot = started.getHost().indexOf('.');
        return declared != null ? declared : dot < 0 ? "" : started.getHost().substring(dot + 1);
    }
}
