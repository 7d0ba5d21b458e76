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
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.time.Duration;
import java.util.Optional;

/**
 * Fires when nothing at all, no step and no heartbeat, came from the run for at least as long as its rhythm allows.
 *
 * <p><b>Meaning</b> The process was killed (out of memory, preempted, by hand), the host is gone, or the network
 * between host and log is. A job that hangs but lives keeps sending heartbeats.
 *
 * <p><b>Input</b> Arrival of every record of every rank, in the time of the log; a log without time makes it abstain.
 * {@code RunStarted.heartbeatIntervalMillis}, milliseconds.
 *
 * <p><b>Statistic</b> {@code patience = max(floor, heartbeats * declared interval, min(cap, gaps * q), 1.5 * longest)},
 * with q the 0.9 quantile of the gaps between records and {@code longest} the longest gap, forgotten by 1 % a record.
 * Pauses for start-up and evaluation do not count as silence, because heartbeats go on; a run that declares no
 * heartbeat is judged after {@value #WARM_UP_GAPS} gaps.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice: three lost heartbeats are no hiccup of a scheduler; raise
 * {@code heartbeats} first if alerts are noisy.
 *
 * <p><b>Firing and recovery</b> Once a silence, critical; recovered by the next step, evaluation or heartbeat. Never
 * after the run said that it ended.
 *
 * <p><b>Cost and limits</b> 32 bytes of state a run, O(1) a record. The silence of one rank among others is left to
 * {@link SilentRankDetector}. While the log itself stands still, its time does too, and nothing fires.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SilentRunDetector extends SpecifiedDetector<SilentRunDetector.State> {

    static final ConfigKey<Double> FLOOR =
            ConfigKey.number("floor-seconds", 10.0, 1, 86_400, "Shortest silence that is told, seconds.");
    static final ConfigKey<Double> HEARTBEATS = ConfigKey.number(
            "heartbeats", 3.0, 1.5, 1000, "Declared heartbeat intervals that may pass in silence, a count.");
    static final ConfigKey<Double> GAPS =
            ConfigKey.number("gaps", 5.0, 1.5, 1000, "Usual gaps between records that may pass in silence, a count.");
    static final ConfigKey<Double> CAP = ConfigKey.number(
            "cap-seconds", 1800.0, 10, 604_800, "Most that the usual gap adds to the patience, seconds.");

    private static final int WARM_UP_GAPS = 20;
    private static final double LONGEST_FACTOR = 1.5;

    /** The gap that nine of ten gaps do not exceed is the usual one. */
    private static final double USUAL = 0.9;

    /** Decay of the longest gap by a record. */
    private static final double FORGETTING = 0.99;

    /** For the service loader. */
    public SilentRunDetector() {
        super(
                State::new,
                DetectorSpec.of("silent-run", AlertClass.SILENT, Severity.CRITICAL)
                        .judgesBy(Signal.LOG_TIME)
                        .settings(FLOOR, HEARTBEATS, GAPS, CAP)
                        .ofAllRanks());
    }

    /** The rhythm of a run. A plain state. */
    public static class State extends FiringState {
        /** Gaps between records that were longer than zero, seconds. */
        public RunningQuantile gap = new RunningQuantile();

        /** Longest gap, slowly forgotten, seconds. */
        public double longest;

        /** Time in the log of the last record, milliseconds since 1970-01-01 UTC; 0 before the first. */
        public long lastMillis;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        return heard(state, context);
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        return heard(state, context);
    }

    @Override
    public Verdict onHeartbeat(State state, Heartbeat heartbeat, DetectionContext context) {
        return heard(state, context);
    }

    @Override
    public Verdict onEnd(State state, RunEnded ended, DetectionContext context) {
        return heard(state, context);
    }

    @Override
    public Optional<Duration> patience(State state, DetectionContext context) {
        double heartbeat = context.run().getHeartbeatIntervalMillis() / 1000.0;
        if (heartbeat <= 0 && state.gap.count < WARM_UP_GAPS) {
            return Optional.empty();
        }
        double rhythm = Math.min(context.setting(CAP), context.setting(GAPS) * state.gap.value());
        double declared = context.setting(HEARTBEATS) * heartbeat;
        double seconds = Math.max(Math.max(context.setting(FLOOR), declared), rhythm);
        return Optional.of(Duration.ofMillis((long) (1000 * Math.max(seconds, LONGEST_FACTOR * state.longest))));
    }

    @Override
    public Verdict onSilence(State state, Duration silence, DetectionContext context) {
        state.open = Severity.CRITICAL;
        double seconds = silence.toMillis() / 1000.0;
        long step = Math.max(0, context.lastStep());
        String after = context.lastStep() < 0 ? "before its first step" : "after step " + step;
        double patience = patience(state, context).orElse(silence).toMillis() / 1000.0;
        return Verdict.firing(
                Finding.builder(Severity.CRITICAL, step, "Nothing came from the run for %.0f s, %s.", seconds, after)
                        .evidence(Reading.duration("silence", seconds, "s").atLeast(patience))
                        .evidence(Reading.duration("usual gap between records", state.gap.value(), "s"))
                        .evidence(Reading.step("last step", step))
                        .advice("silent-run"));
    }

    private static Verdict heard(State state, DetectionContext context) {
        long now = context.logTimeMillis();
        if (state.lastMillis > 0 && now > state.lastMillis) {
            double seconds = (now - state.lastMillis) / 1000.0;
            state.gap.add(seconds, USUAL);
            state.longest = Math.max(seconds, FORGETTING * state.longest);
        }
        state.lastMillis = Math.max(now, state.lastMillis);
        return state.clearIf(true);
    }
}
