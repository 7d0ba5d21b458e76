package io.gradwatch.detection.singlebatch;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Locale;

/**
 * Fires when a run that declares a single batch has a verdict: its loss came to {@code near-zero} of its start or
 * below, or it goes up, explodes, oscillates or plateaus instead.
 *
 * <p><b>Meaning</b> Over-fitting one batch is a test of the program (K5): the loss must go arbitrarily close to zero.
 * Each way to fail has its own usual causes (K1 to K4).
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank of a run that declares {@code singleBatch}.
 *
 * <p><b>Statistic</b> {@link BatchCurve}: the loss over its start, in logarithms. Passed: median of the last ten ≤
 * {@code near-zero}. Exploded: not finite, or median ≥ 1,000. Up: median ≥ {@code up}. Oscillates: six swings by a
 * factor e² and one in 25 steps. Plateaus: from {@code plateau-steps} losses on, the last third of the run is less than
 * 10 % below the middle third, beyond doubt.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; own choice.
 *
 * <p><b>Firing and recovery</b> Info where it passes, warning where it fails, info at the end of the run where neither
 * was seen. A failure is recovered when the loss is back below its start (up, exploded) or the test is passed.
 *
 * <p><b>Cost and limits</b> 800 bytes of state a run, O(1) a step. A loss that cannot reach zero, such as one with
 * label smoothing or a weight penalty, is taken for a plateau.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SingleBatchDetector extends SpecifiedDetector<SingleBatchDetector.State> {

    static final ConfigKey<Double> NEAR_ZERO =
            ConfigKey.number("near-zero", 0.01, 1e-9, 0.5, "Loss over its start that passes, a ratio.");
    static final ConfigKey<Double> UP =
            ConfigKey.number("up", 2.0, 1.1, 1000, "Loss over its start that counts as gone up, a ratio.");
    static final ConfigKey<Double> PLATEAU =
            ConfigKey.number("plateau-steps", 150.0, 30, 1e9, "Losses before a plateau is told, a count.");

    /** For the service loader. */
    public SingleBatchDetector() {
        super(
                State::new,
                DetectorSpec.of("single-batch", AlertClass.SINGLE_BATCH, Severity.WARNING)
                        .judgesBy(Signal.LOSS, Signal.DECLARED_SINGLE_BATCH)
                        .settings(NEAR_ZERO, UP, PLATEAU));
    }

    /** The loss of a run. A plain state. */
    public static class State {
        /** The loss. */
        public BatchCurve curve = new BatchCurve();
        /** The verdict of the open alert. */
        public SingleBatchOutcome open = SingleBatchOutcome.UNDECIDED;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        if (!context.run().getSingleBatch() || step.getLoss() == null || step.getSkippedByLossScaler()) {
            return Verdict.UNCHANGED;
        }
        state.curve.add(step.getLoss(), step.getStep());
        SingleBatchOutcome outcome =
                state.curve.outcome(context.setting(NEAR_ZERO), context.setting(UP), context.setting(PLATEAU));
        if (state.open == SingleBatchOutcome.UNDECIDED && outcome != SingleBatchOutcome.UNDECIDED) {
            state.open = outcome;
            return Verdict.firing(finding(outcome, state.curve, context));
        }
        if (state.open.isFailure() && (outcome == SingleBatchOutcome.PASSES || recovered(state))) {
            state.open = SingleBatchOutcome.UNDECIDED;
            return Verdict.CLEARED;
        }
        if (state.open == SingleBatchOutcome.PASSES && outcome.isFailure()) {
            state.open = outcome;
            return Verdict.firing(finding(outcome, state.curve, context));
        }
        return Verdict.UNCHANGED;
    }

    @Override
    public Verdict onEnd(State state, RunEnded ended, DetectionContext context) {
        boolean undecided = state.open == SingleBatchOutcome.UNDECIDED && state.curve.known();
        return context.run().getSingleBatch() && undecided
                ? Verdict.firing(finding(SingleBatchOutcome.UNDECIDED, state.curve, context))
                : Verdict.UNCHANGED;
    }

    private static boolean recovered(State state) {
        boolean high = state.open == SingleBatchOutcome.UP || state.open == SingleBatchOutcome.EXPLODES;
        return high && state.curve.level() < 1;
    }

    private static Finding.Builder finding(SingleBatchOutcome outcome, BatchCurve curve, DetectionContext context) {
        double nearZero = context.setting(NEAR_ZERO);
        String level = String.format(Locale.ROOT, "%.3g %% of its start", 100 * curve.level());
        return switch (outcome) {
            case PASSES ->
                builder(Severity.INFO, curve, "Over-fitting a single batch passes: the loss came to " + level + ".")
                        .evidence(Reading.share(SeriesNames.LOSS, "loss over its start", 100 * curve.level())
                                .in("%")
                                .atMost(100 * nearZero));
            case UNDECIDED ->
                builder(
                                Severity.INFO,
                                curve,
                                "Over-fitting a single batch has no verdict: the loss came to " + level + " only.")
                        .evidence(Reading.share(SeriesNames.LOSS, "loss over its start", 100 * curve.level())
                                .in("%")
                                .above(100 * nearZero))
                        .advice("single-batch.undecided");
            case UP -> failed(curve, "its loss goes up, to " + level).advice("single-batch.up");
            case EXPLODES -> failed(curve, "its loss explodes").advice("single-batch.explodes");
            case OSCILLATES ->
                failed(curve, "its loss oscillates, with " + curve.tops + " swings")
                        .evidence(Reading.count("swings", curve.tops, "swings"))
                        .advice("single-batch.oscillates");
            case PLATEAUS -> failed(curve, "its loss plateaus at " + level).advice("single-batch.plateaus");
        };
    }

    private static Finding.Builder failed(BatchCurve curve, String how) {
        return builder(Severity.WARNING, curve, "Over-fitting a single batch fails: " + how + ".")
                .evidence(Reading.share(SeriesNames.LOSS, "loss over its start", 100 * curve.level())
                        .in("%"));
    }

    private static Finding.Builder builder(Severity severity, BatchCurve curve, String summary) {
        return Finding.builder(severity, curve.level() > 1 ? curve.lastGood : curve.first, summary);
    }
}
