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
 * Fires when each of the last five blocks of steps took at least `slower` times the usual time, and more than any usual
 * block.
 *
 * <p><b>Meaning</b> The run gets on more slowly than it did. Usual causes: an accelerator that is throttled or shared,
 * a loader that no longer keeps up, memory that is swapped, more work a step.
 *
 * <p><b>Input</b> {@link Step#getDurationMillis()} of the speaking rank; for each token where tokens are sent, else for
 * each example where the batch size is, so that longer sequences and larger batches are no slowness.
 *
 * <p><b>Statistic</b> Median of the durations of each block of 20 steps ({@link StepPace}); the usual time is the
 * median of up to 32 blocks before the last five. Medians leave out the steps that save or evaluate. The first block
 * does not count: compilers and caches start.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Own choice: a clock that is throttled costs 1.2 to 3.
 *
 * <p><b>Firing and recovery</b> Warning. While it fires the usual time stands still; recovered when all of the last
 * five blocks are below the square root of `slower`.
 *
 * <p><b>Cost and limits</b> 550 bytes of state a run, O(1) a step on average. Needs 8 usual blocks first. A slow drift
 * over more than 700 steps becomes usual. Where a step's work changes without its tokens or examples, as with larger
 * pictures, it fires.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class ThroughputDropDetector extends SpecifiedDetector<ThroughputDropDetector.State> {

    static final ConfigKey<Double> SLOWER =
            ConfigKey.number("slower", 1.5, 1.05, 1000, "Duration over its usual level, a factor.");

    /** For the service loader. */
    public ThroughputDropDetector() {
        super(
                State::new,
                DetectorSpec.of("throughput-drop", AlertClass.SLOW, Severity.WARNING)
                        .judgesBy(Signal.STEP_DURATION)
                        .settings(SLOWER));
    }

    /** The pace of a run. A plain state. */
    public static class State extends FiringState {
        /** Of its steps. */
        public StepPace pace = new StepPace();
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        StepPace pace = state.pace;
        if (!pace.take(step, !state.firing())) {
            return Verdict.UNCHANGED;
        }
        double slower = context.setting(SLOWER);
        if (!state.firing()) {
            boolean slow = pace.least() > pace.slowestUsual() && pace.least() >= slower * pace.usual();
            return slow ? state.fire(finding(pace, slower)) : Verdict.UNCHANGED;
        }
        return state.clearIf(pace.greatest() < Math.sqrt(slower) * pace.usual());
    }

    private static Finding.Builder finding(StepPace pace, double slower) {
        double factor = pace.least() / pace.usual();
        // The series is that of whole steps: times of a token or an example are none of its values.
        String series = pace.unit().equals("step") ? SeriesNames.DURATION : "";
        return Finding.builder(
                        Severity.WARNING,
                        pace.recentBegin(),
                        "Since step %d each %s takes at least %.3g times as long as before: %.3g ms in place of %.3g ms.",
                        pace.recentBegin(),
                        pace.unit(),
                        factor,
                        pace.least(),
                        pace.usual())
                .evidence(Reading.ratio(series, "duration over its usual level", factor)
                        .atLeast(slower))
                .evidence(Reading.level(series, "duration of a " + pace.unit() + " of late", pace.least())
                        .in("ms"))
                .evidence(Reading.baseline(series, "usual duration of a " + pace.unit(), pace.usual())
                        .in("ms"))
                .evidence(Reading.step("first step that is slow", pace.recentBegin()))
                .advice("throughput-drop");
    }
}
