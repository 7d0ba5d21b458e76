package io.gradwatch.detection.progress;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.detection.stats.RunningQuantile;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;

/**
 * Fires when heartbeats go on but no step and no evaluation came for at least as long as the run's rhythm allows.
 *
 * <p><b>Meaning</b> The process lives and does not get on. Usual causes: a collective operation that waits for a rank
 * that is gone, a loader whose worker died, a lock, a file system that does not answer.
 *
 * <p><b>Input</b> Arrival of steps, evaluations and heartbeats of the speaking rank, in the time of the log; the step
 * that a heartbeat tells counts as progress too. Silence is left to {@link SilentRunDetector}, and time in which no
 * heartbeat came (a host asleep, a network away) counts as one heartbeat interval at most.
 *
 * <p><b>Statistic</b> {@code patience = max(floor, gaps * q, 3 * longest)}, with q the 0.9 quantile of the times
 * between two pieces of progress and {@code longest} the longest of them, so that evaluations and checkpoints of a
 * length seen before are waited for; before the first step {@code start}.
 *
 * <p><b>Thresholds</b> See {@link #spec()}, in seconds. Own choice: the first evaluation of unknown length and the
 * first compilation must fit into them. A hang of collectives ends by itself after 600 to 1,800 s, by default.
 *
 * <p><b>Firing and recovery</b> Warning; critical after twice the patience. Recovered by the next progress.
 *
 * <p><b>Cost and limits</b> 70 bytes of state a run, O(1) a record. An evaluation much longer than any before, and
 * longer than the floor, is taken for a hang.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class HungRunDetector extends SpecifiedDetector<HungRunDetector.State> {

    static final ConfigKey<Double> FLOOR =
            ConfigKey.number("floor-seconds", 600.0, 1, 604_800, "Shortest hang that is told, seconds.");
    static final ConfigKey<Double> START = ConfigKey.number(
            "start-seconds", 1800.0, 1, 604_800, "Shortest hang before the first step that is told, seconds.");
    static final ConfigKey<Double> GAPS =
            ConfigKey.number("gaps", 20.0, 1.5, 10_000, "Usual times between steps that may pass, a count.");

    private static final double LONGEST_FACTOR = 3;
    private static final double USUAL = 0.9;
    private static final double CRITICAL_FACTOR = 2;

    /** For the service loader. */
    public HungRunDetector() {
        super(
                State::new,
                DetectorSpec.of("hung-run", AlertClass.HUNG, Severity.CRITICAL)
                        .judgesBy(Signal.LOG_TIME)
                        .settings(FLOOR, START, GAPS));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Times between two pieces of progress, seconds. */
        public RunningQuantile gap = new RunningQuantile();
        /** The longest of them, seconds. */
        public double longest;
        /** Time waited since the last progress, seconds. */
        public double waited;
        /** Time of the last record, milliseconds; 0 before it. */
        public long lastMillis;
        /** The last step that a heartbeat named. */
        public long toldStep = -1;
        /** True if a step or evaluation was seen. */
        public boolean begun;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        return progress(state, context);
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        return progress(state, context);
    }

    /** A run that comes to its end by itself hangs no more; one that is killed or fails does not get over it. */
    @Override
    public Verdict onEnd(State state, RunEnded ended, DetectionContext context) {
        return ended.getOutcome() == Outcome.FINISHED ? progress(state, context) : Verdict.UNCHANGED;
    }

    @Override
    public Verdict onHeartbeat(State state, Heartbeat heartbeat, DetectionContext context) {
        if (heartbeat.getStep() > Math.max(state.toldStep, context.lastStep())) {
            state.toldStep = heartbeat.getStep();
            return progress(state, context);
        }
        wait(state, context);
        double patience = allowed(state, context);
        if (state.waited < patience) {
            return Verdict.UNCHANGED;
        }
        Severity severity = state.waited >= CRITICAL_FACTOR * patience ? Severity.CRITICAL : Severity.WARNING;
        return state.fire(severity, () -> finding(state, severity, patience, context));
    }

    private static Verdict progress(State state, DetectionContext context) {
        wait(state, context);
        if (state.begun && state.waited > 0) {
            state.gap.add(state.waited, USUAL);
            // A hang that was reported and ended may be waited for again, but not three times as long.
            state.longest = Math.max(state.longest, !state.firing() ? state.waited : state.waited / LONGEST_FACTOR);
        }
        state.begun = true;
        state.waited = 0;
        return state.clearIf(true);
    }

    private static void wait(State state, DetectionContext context) {
        long most = 2 * RankVoices.interval(context.run());
        long now = context.logTimeMillis();
        if (state.lastMillis > 0 && now > state.lastMillis) {
            state.waited += Math.min(now - state.lastMillis, most) / 1000.0;
        }
        state.lastMillis = Math.max(now, state.lastMillis);
    }

    private static double allowed(State state, DetectionContext context) {
        double rhythm = Math.max(context.setting(GAPS) * state.gap.value(), LONGEST_FACTOR * state.longest);
        return Math.max(context.setting(state.begun ? FLOOR : START), rhythm);
    }

    private static Finding.Builder finding(State state, Severity severity, double patience, DetectionContext context) {
        long step = Math.max(0, Math.max(context.lastStep(), state.toldStep));
        String where = state.begun ? "after step " + step : "before its first step";
        Finding.Builder finding = Finding.builder(
                        severity, step, "The run lives but has not got on for %.0f s, %s.", state.waited, where)
                .evidence(Reading.duration("time without progress", state.waited, "s")
                        .atLeast(patience))
                .evidence(Reading.duration("usual time between steps", state.gap.value(), "s"))
                .evidence(Reading.duration("longest time between steps so far", state.longest, "s"))
                .evidence(Reading.step("last step", step));
        if (context.run().getWorldSize() > 1) {
            finding.advice("hung-run.ranks");
        }
        return finding.advice("hung-run");
    }
}
