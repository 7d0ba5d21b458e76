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
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;

/**
 * Fires when one rank sent nothing for at least `heartbeats` heartbeat intervals and `floor-seconds` while others
 * spoke.
 *
 * <p><b>Meaning</b> One process of the job was killed or lost its network. The others will wait for it, and hang. Usual
 * causes: out of memory on its host, a failed accelerator, a preempted machine.
 *
 * <p><b>Input</b> Arrival of every record of every rank, in the time of the log. A rank that ended, or that was never
 * heard, is not missed.
 *
 * <p><b>Statistic</b> Time since the last record of each rank on a clock that runs while the run speaks
 * ({@link RankVoices}): of a time in which nobody spoke it counts one heartbeat interval, so that an outage of all of
 * them is no silence of one.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice: six lost heartbeats in a row are no hiccup of a scheduler.
 *
 * <p><b>Firing and recovery</b> Critical, with the lowest silent rank, reported by the next record of another one after
 * a round of records. Recovered when all silent ranks spoke or ended.
 *
 * <p><b>Cost and limits</b> 16 bytes of state a rank, up to 16,384; O(1) a record on average. The silence of all ranks
 * is seen by {@link SilentRunDetector}. An agent without heartbeats is judged by its steps.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SilentRankDetector extends SpecifiedDetector<SilentRankDetector.State> {

    static final ConfigKey<Double> FLOOR =
            ConfigKey.number("floor-seconds", 30.0, 1, 604_800, "Shortest silence that is told, seconds.");
    static final ConfigKey<Double> HEARTBEATS =
            ConfigKey.number("heartbeats", 6.0, 1.5, 1000, "Declared heartbeat intervals that may pass, a count.");

    /** For the service loader. */
    public SilentRankDetector() {
        super(
                State::new,
                DetectorSpec.of("silent-rank", AlertClass.SILENT, Severity.CRITICAL)
                        .judgesBy(Signal.LOG_TIME)
                        .settings(FLOOR, HEARTBEATS)
                        .ofAllRanks());
    }

    /** The ranks. A plain state. */
    public static class State extends FiringState {
        /** Time of the last record of each rank. */
        public RankVoices voices = new RankVoices();
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
        state.voices.end(context.rank());
        return state.clearIf(state.voices.lowestSilent(patience(context)) < 0);
    }

    private static Verdict heard(State state, DetectionContext context) {
        if (context.logTimeMillis() <= 0) {
            return Verdict.UNCHANGED;
        }
        long interval = RankVoices.interval(context.run());
        if (!state.voices.take(context.rank(), context.lastStep(), context.logTimeMillis(), interval)) {
            return Verdict.UNCHANGED;
        }
        long patience = patience(context);
        int silent = state.voices.lowestSilent(patience);
        return silent < 0
                ? state.clearIf(true)
                : state.fire(Severity.CRITICAL, () -> finding(state.voices, silent, patience));
    }

    private static long patience(DetectionContext context) {
        long interval = RankVoices.interval(context.run());
        return (long) Math.max(1000 * context.setting(FLOOR), context.setting(HEARTBEATS) * interval);
    }

    private static Finding.Builder finding(RankVoices voices, int silent, long patience) {
        double seconds = voices.silenceMillis(silent) / 1000.0;
        int others = voices.silent(patience) - 1;
        String more = others == 0 ? "" : " and " + others + (others == 1 ? " other" : " others");
        return Finding.builder(
                        Severity.CRITICAL,
                        Math.max(0, voices.steps[silent]),
                        "Rank %d%s sent nothing for %.0f s, while other ranks go on.",
                        silent,
                        more,
                        seconds)
                .rank(silent)
                .evidence(Reading.duration("silence of the rank", seconds, "s").atLeast(patience / 1000.0))
                .evidence(Reading.count("silent ranks", others + 1, "ranks"))
                .evidence(Reading.count("other silent ranks", others, "ranks"))
                .evidence(Reading.count("ranks that were heard", voices.ranks, "ranks"))
                .advice("silent-rank");
    }
}
