package io.gradwatch.detection.optimizer;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.curve.OptimizerFacts;
import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.diagnosis.LossMinimum;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Ranks;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.Set;

/**
 * Fires when what the optimizer gets or does contradicts the model: gradients that were not zeroed, that change their
 * sign before the step, or a step that goes uphill; or when a loss is below what it can be.
 *
 * <p><b>Meaning</b> A mistake in the training loop: {@code zero_grad} is missing, a sign is flipped, the loss is
 * negated.
 *
 * <p><b>Input</b> The optimizer's view of a step, as the Python package's {@code watch} takes it; the loss, where its
 * function or the objective is declared.
 *
 * <p><b>Statistic</b> Samples in a row at which gradients of the step before were there; medians of five cosines,
 * between the gradient that was computed and the one that the optimizer got, and between gradient and update.
 *
 * <p><b>Thresholds</b> {@value #SAMPLES} samples; cosines of {@value #TURNED} and below, {@value #UPHILL} and above; a
 * loss below zero at {@value #SAMPLES} values in a row. Own choice: a right run has 1, near -1, and never a gradient
 * left.
 *
 * <p><b>Firing and recovery</b> Critical; recovered when none of it is seen any more.
 *
 * <p><b>Cost and limits</b> 10 bytes of state. Known false alarm: gradients that are kept on purpose. Known miss: what
 * happens between samples, and gradients of a few tensors only, as four are followed.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class OptimizerWiringDetector implements Detector<OptimizerWiringDetector.State> {

    static final int SAMPLES = 5;
    static final double TURNED = -0.5;
    static final double UPHILL = 0.5;

    private static final DetectorSpec SPEC = new DetectorSpec(
            "optimizer-wiring",
            AlertClass.WIRING,
            Severity.CRITICAL,
            Ranks.SPEAKER,
            List.of(Set.of(Signal.TENSORS), Set.of(Signal.LOSS)),
            List.of("K1", "K9"),
            "Fires when what the optimizer gets or does contradicts the model: gradients that were not zeroed, that"
                    + " change their sign before the step, or a step that goes uphill; or when a loss is below what it"
                    + " can be.",
            List.of());

    /** What was seen so far. A Flink POJO. */
    public static class State {
        /** Losses below the least possible, in a row. */
        public int below;

        /** Step at which what fires was seen first, -1 while nothing fires. */
        public long since = -1;
    }

    @Override
    public DetectorSpec spec() {
        return SPEC;
    }

    @Override
    public Class<State> stateType() {
        return State.class;
    }

    @Override
    public State newState() {
        return new State();
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        if (step.getLoss() != null) {
            state.below = step.getLoss() < 0 && LossMinimum.isZero(context.run()) ? state.below + 1 : 0;
        }
        OptimizerFacts facts = context.curves().optimizer;
        boolean full = facts.agreement.size() >= SAMPLES;
        double agreement = full ? facts.agreement.median(SAMPLES) : 1;
        double ascent = facts.ascent.size() >= SAMPLES ? facts.ascent.median(SAMPLES) : -1;
        boolean kept = facts.keptInRow >= SAMPLES;
        boolean turned = agreement <= TURNED;
        boolean uphill = ascent >= UPHILL;
        boolean below = state.below >= SAMPLES;
        if (!kept && !turned && !uphill && !below) {
            boolean fired = state.since >= 0;
            state.since = -1;
            return fired ? Verdict.CLEARED : Verdict.UNCHANGED;
        }
        state.since = state.since < 0 ? step.getStep() : state.since;
        if (kept) {
            return Verdict.firing(of(
                            state,
                            Cause.GRADIENTS_KEPT,
                            "Gradients are not zeroed: at each of the last %d samples those of the step before were"
                                    + " still there.",
                            facts.keptInRow)
                    .evidence(Reading.count("samples in a row with gradients left", facts.keptInRow, "samples")
                            .atLeast(SAMPLES))
                    .build());
        }
        if (turned) {
            return Verdict.firing(of(
                            state,
                            Cause.FLIPPED_SIGN,
                            "The optimizer gets the reverse of the gradients that the backward pass computes"
                                    + " (cosine %.2g).",
                            agreement)
                    .evidence(Reading.level("cosine of computed and given gradient", agreement)
                            .atMost(TURNED))
                    .build());
        }
        if (uphill) {
            return Verdict.firing(of(
                            state,
                            Cause.FLIPPED_SIGN,
                            "Steps go uphill, along the gradient in place of against it (cosine %.2g).",
                            ascent)
                    .evidence(Reading.level("cosine of gradient and update", ascent)
                            .atLeast(UPHILL))
                    .build());
        }
        double loss = context.curves().loss.last;
        return Verdict.firing(of(
                        state,
                        Cause.FLIPPED_SIGN,
                        "The loss is %.3g, and one of its kind cannot be below zero: its sign is flipped.",
                        loss)
                .evidence(Reading.level(SeriesNames.LOSS, "loss", loss).below(0))
                .build());
    }

    private static Finding.Builder of(State state, Cause cause, String format, Object... values) {
        return Finding.builder(Severity.CRITICAL, state.since, format, values)
                .cause(cause.text(), cause.knowledgeItem())
                .remedy(cause.remedy(), cause.knowledgeItem());
    }
}
