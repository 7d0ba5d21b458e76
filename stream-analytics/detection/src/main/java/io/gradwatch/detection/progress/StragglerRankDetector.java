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
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the steps of one rank take at least `slower` times the median of the ranks for `rounds` rounds.
 *
 * <p><b>Meaning</b> Where ranks wait for each other, all are as slow as that one. Usual causes: an accelerator that is
 * throttled or shared, a slow host or link, more work on that rank.
 *
 * <p><b>Input</b> {@link Step#getDurationMillis()} of every rank, less {@link Step#getDataWaitMillis()} where it is
 * sent. A duration that includes the waiting for the other ranks is the same on all of them: nothing is seen then.
 *
 * <p><b>Statistic</b> Level of each rank, the mean of the logarithms of its last 20 steps, over the median of the
 * levels ({@link RankLevels}). A round is one step of every rank.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice: ranks of equal work differ by a few hundredths.
 *
 * <p><b>Firing and recovery</b> Warning, with the rank. Recovered when no rank is above the square root of `slower`;
 * until then another slow rank is not told apart.
 *
 * <p><b>Cost and limits</b> 28 bytes of state a rank, up to 16,384; O(log ranks) a step on average. The stages of a
 * pipeline have different work: raise `slower` there.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class StragglerRankDetector extends SpecifiedDetector<StragglerRankDetector.State> {

    static final ConfigKey<Double> SLOWER =
            ConfigKey.number("slower", 1.5, 1.05, 100, "Duration over the median of the ranks, a factor.");
    static final ConfigKey<Double> ROUNDS =
            ConfigKey.number("rounds", 50.0, 1, 1e6, "Rounds in a row that make a straggler, a count.");

    /** For the service loader. */
    public StragglerRankDetector() {
        super(
                State::new,
                DetectorSpec.of("straggler-rank", AlertClass.SLOW, Severity.WARNING)
                        .judgesBy(Signal.STEP_DURATION)
                        .settings(SLOWER, ROUNDS)
                        .ofAllRanks());
    }

    /** The ranks. A plain state. */
    public static class State extends FiringState {
        /** Their durations. */
        public RankLevels durations = new RankLevels();
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        Double duration = step.getDurationMillis();
        if (duration == null) {
            return Verdict.UNCHANGED;
        }
        double wait = step.getDataWaitMillis() == null ? 0 : step.getDataWaitMillis();
        if (!state.durations.add(context.rank(), wait > 0 ? duration - wait : duration)) {
            return Verdict.UNCHANGED;
        }
        double slower = Math.log(context.setting(SLOWER));
        double bound = state.firing() ? slower / 2 : slower;
        int rank = state.durations.compare(bound, Double.POSITIVE_INFINITY, step.getStep());
        if (rank < 0 || state.durations.away[rank] < context.setting(ROUNDS)) {
            return state.clearIf(rank < 0);
        }
        return state.fire(Severity.WARNING, () -> finding(state.durations, rank, context));
    }

    private static Finding.Builder finding(RankLevels durations, int rank, DetectionContext context) {
        double median = Math.exp(durations.median);
        double own = median * durations.factor(rank);
        return Finding.builder(
                        Severity.WARNING,
                        durations.since[rank],
                        "Rank %d needs %.4g ms a step, %.3g times the %.4g ms that the ranks usually need.",
                        rank,
                        own,
                        durations.factor(rank),
                        median)
                .rank(rank)
                .evidence(Reading.ratio(
                                SeriesNames.DURATION, "duration over the median of the ranks", durations.factor(rank))
                        .atLeast(context.setting(SLOWER)))
                .evidence(Reading.level(SeriesNames.DURATION, "duration of a step of that rank", own)
                        .in("ms"))
                .evidence(Reading.baseline(SeriesNames.DURATION, "median duration of a step of the ranks", median)
                        .in("ms"))
                .evidence(Reading.count("rounds in a row", durations.away[rank], "rounds")
                        .atLeast(context.setting(ROUNDS)))
                .advice("straggler-rank");
    }
}
