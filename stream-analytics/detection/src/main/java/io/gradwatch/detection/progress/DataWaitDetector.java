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
 * Fires when at least `share` of the time goes into waiting for data, over {@value #BLOCKS} blocks of {@value #BLOCK}
 * steps in a row.
 *
 * <p><b>Meaning</b> The accelerator stands idle. Usual causes: too few loader processes, preprocessing at every step
 * that could be done once, a slow disk or network.
 *
 * <p><b>Input</b> {@link Step#getDurationMillis()} and {@link Step#getDataWaitMillis()} of the speaking rank. Steps
 * without both, or with numbers below 0, are not judged; a wait counts up to the duration.
 *
 * <p><b>Statistic</b> Sum of the waits over sum of the durations, of each block. The first block does not count: caches
 * and workers start.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; shares from 0 to 1, own choice. A wait under {@value #LEAST_MILLIS} ms a
 * step is that of a toy, and never counts.
 *
 * <p><b>Firing and recovery</b> Info from `share` on, warning from `most` on. Recovered by as many blocks in a row
 * below 0.8 of `share`.
 *
 * <p><b>Cost and limits</b> 70 bytes of state a run, O(1) a step. A loader that is slow at the start of each epoch only
 * is seen where epochs are short.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class DataWaitDetector extends SpecifiedDetector<DataWaitDetector.State> {

    static final ConfigKey<Double> SHARE =
            ConfigKey.number("share", 0.3, 0.01, 1, "Share of the duration that is an info, 0 to 1.");
    static final ConfigKey<Double> MOST =
            ConfigKey.number("most", 0.5, 0.01, 1, "Share of the duration that is a warning, 0 to 1.");

    static final int BLOCK = 50;
    static final int BLOCKS = 4;
    private static final double LEAST_MILLIS = 5;
    private static final double CLEAR = 0.8;

    /** For the service loader. */
    public DataWaitDetector() {
        super(
                State::new,
                DetectorSpec.of("data-wait", AlertClass.SLOW, Severity.WARNING)
                        .judgesBy(Signal.STEP_DURATION, Signal.DATA_WAIT)
                        .settings(SHARE, MOST));
    }

    /** The present block, and how the last ones were. A plain state. */
    public static class State extends FiringState {
        /** Steps of the block. */
        public int steps;
        /** First step of the block. */
        public long begin;
        /** Sum of the durations of the block, milliseconds. */
        public double duration;
        /** Sum of the waits of the block, milliseconds. */
        public double wait;
        /** True if the first block is over. */
        public boolean warm;
        /** Blocks in a row from the lower threshold on. */
        public int above;
        /** Blocks in a row from the higher threshold on. */
        public int farAbove;
        /** Blocks in a row that show recovery. */
        public int below;
        /** First step of the blocks in a row. */
        public long since;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        Double duration = step.getDurationMillis();
        Double wait = step.getDataWaitMillis();
        if (duration == null || wait == null || !(duration > 0) || duration.isInfinite() || !(wait >= 0)) {
            return Verdict.UNCHANGED;
        }
        state.begin = state.steps == 0 ? step.getStep() : state.begin;
        state.duration += duration;
        state.wait += Math.min(wait, duration);
        if (++state.steps < BLOCK) {
            return Verdict.UNCHANGED;
        }
        Verdict verdict = state.warm ? judge(state, context) : Verdict.UNCHANGED;
        state.warm = true;
        state.steps = 0;
        state.duration = 0;
        state.wait = 0;
        return verdict;
    }

    private static Verdict judge(State state, DetectionContext context) {
        double share = state.wait / state.duration;
        boolean counts = state.wait / state.steps >= LEAST_MILLIS;
        boolean above = counts && share >= context.setting(SHARE);
        state.since = above && state.above == 0 ? state.begin : state.since;
        state.above = above ? state.above + 1 : 0;
        state.farAbove = counts && share >= context.setting(MOST) ? state.farAbove + 1 : 0;
        state.below = !counts || share < CLEAR * context.setting(SHARE) ? state.below + 1 : 0;
        Severity severity = state.farAbove >= BLOCKS ? Severity.WARNING : state.above >= BLOCKS ? Severity.INFO : null;
        return severity == null
                ? state.clearIf(state.below >= BLOCKS)
                : state.fire(severity, () -> finding(state, share, severity, context));
    }

    private static Finding.Builder finding(State state, double share, Severity severity, DetectionContext context) {
        double duration = state.duration / state.steps;
        double threshold = context.setting(severity == Severity.INFO ? SHARE : MOST);
        return Finding.builder(
                        severity,
                        state.since,
                        "Training waits for data during %.0f %% of its time: %.3g of %.3g ms a step.",
                        100 * share,
                        share * duration,
                        duration)
                .evidence(Reading.share(SeriesNames.DATA_WAIT, "share of the time spent waiting for data", share)
                        .atLeast(threshold))
                .evidence(Reading.level(SeriesNames.DATA_WAIT, "waiting at a step", share * duration)
                        .in("ms"))
                .evidence(Reading.level(SeriesNames.DURATION, "duration of a step", duration)
                        .in("ms"))
                .advice("data-wait");
    }
}
