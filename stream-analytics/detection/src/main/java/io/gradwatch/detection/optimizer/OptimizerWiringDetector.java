package io.gradwatch.detection.optimizer;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.curve.LossMeaning;
import io.gradwatch.detection.curve.OptimizerFacts;
import io.gradwatch.detection.curve.RunCurves;
import io.gradwatch.detection.diagnosis.Cause;
import io.gradwatch.detection.diagnosis.LossMinimum;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.OptimizerView;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when what the optimizer gets or does contradicts the model: gradients that were not zeroed, that change their
 * sign before the step, or a step that goes uphill; or when a loss is below what it can be.
 *
 * <p><b>Meaning</b> A mistake in the training loop: {@code zero_grad} is missing, a sign is flipped, the loss is
 * negated, or the loss gets what it does not expect.
 *
 * <p><b>Input</b> The optimizer's view of a step, as the Python package's {@code watch} takes it; the loss, where its
 * function or the objective is declared. Signs are not judged where a higher loss may be a better model, as in GANs and
 * reinforcement learning.
 *
 * <p><b>Statistic</b> Samples in a row at which gradients of the step before were there; medians of five cosines,
 * between the gradient that was computed and the one that the optimizer got, and between gradient and update. The
 * latter counts only in an attempt of which no step was seen to go downhill and whose loss is not below its first
 * value: momentum carries the steps of a right run uphill for a while, tens of samples where it is large.
 *
 * <p><b>Thresholds</b> {@value #SAMPLES} samples; cosines of {@value OptimizerFacts#TURNED} and below,
 * {@value OptimizerFacts#UPHILL} and above; a loss below zero at {@value #SAMPLES} values in a row. Own choice: a right
 * run has 1, begins near -1, and never has a gradient left.
 *
 * <p><b>Firing and recovery</b> Once for each kind. Critical; warning where the loss of a classification or a language
 * model is below zero, which has several causes. Recovered when none of it is seen any more.
 *
 * <p><b>Cost and limits</b> 40 bytes of state. Known false alarms: gradients that are kept on purpose; a loss that is
 * made to rise on purpose in a run that does not declare it. Known misses: what happens between samples, gradients of a
 * few tensors only, as four are followed, and a sign that is flipped after steps that went downhill.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class OptimizerWiringDetector extends SpecifiedDetector<OptimizerWiringDetector.State> {

    static final int SAMPLES = OptimizerFacts.RECENT;

    /** Below it no loss of softmaxed outputs lies. */
    private static final double SOFTMAXED = -1;

    /** For the service loader. */
    public OptimizerWiringDetector() {
        super(
                State::new,
                DetectorSpec.of("optimizer-wiring", AlertClass.WIRING, Severity.CRITICAL)
                        .judgesBy(Signal.TENSORS)
                        .judgesBy(Signal.LOSS));
    }

    /** Contradiction, gravest first. */
    enum Kind {
        KEPT,
        TURNED,
        UPHILL,
        BELOW,
        ODDLY_BELOW
    }

    /** Sightings so far. A plain state. */
    public static class State {
        /** Losses below the least possible, in a row. */
        public int below;

        /** Steps of the first bad sample in a row, by kind; -1 while the last one is not bad. */
        public long[] since = {-1, -1, -1, -1, -1};

        /** Place of the kind that fires, -1 while none does. */
        public int open = -1;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        note(state, step, context.run());
        Kind kind = kind(state, context);
        int open = kind == null ? -1 : kind.ordinal();
        if (open == state.open) {
            return Verdict.UNCHANGED;
        }
        state.open = open;
        if (kind == null) {
            return Verdict.CLEARED;
        }
        long since = state.since[open] < 0 ? step.getStep() : state.since[open];
        return Verdict.firing(finding(kind, since, context.curves()));
    }

    private static void note(State state, Step step, RunStarted run) {
        OptimizerView view = step.getOptimizer();
        if (view != null) {
            note(state, Kind.KEPT, Boolean.TRUE.equals(view.getGradientsKept()), step);
            note(state, Kind.TURNED, atMost(view.getGradientAgreement(), OptimizerFacts.TURNED), step);
            note(state, Kind.UPHILL, view.getAscent() != null && view.getAscent() >= OptimizerFacts.UPHILL, step);
        }
        if (step.getLoss() != null) {
            // A declaration is text, and read only where a loss is below zero.
            boolean below = step.getLoss() < 0
                    && (LossMinimum.isZero(run) || LossMinimum.isUsuallyZero(run))
                    && LossMeaning.isError(run);
            state.below = below ? Math.min(state.below, SAMPLES) + 1 : 0;
            note(state, Kind.BELOW, below, step);
            note(state, Kind.ODDLY_BELOW, below, step);
        }
    }

    private static void note(State state, Kind kind, boolean bad, Step step) {
        long before = state.since[kind.ordinal()];
        state.since[kind.ordinal()] = !bad ? -1 : before < 0 ? step.getStep() : before;
    }

    private static boolean atMost(Double value, double bound) {
        return value != null && value <= bound;
    }

    /** The gravest that is seen, null where nothing is. */
    private static Kind kind(State state, DetectionContext context) {
        OptimizerFacts facts = context.curves().optimizer;
        if (facts.keptInRow >= SAMPLES) {
            return Kind.KEPT;
        }
        boolean turned = facts.turned();
        boolean uphill = context.curves().uphill();
        if (!(turned || uphill || state.below >= SAMPLES) || !LossMeaning.isError(context.run())) {
            return null;
        }
        if (turned) {
            return Kind.TURNED;
        }
        if (uphill) {
            return Kind.UPHILL;
        }
        return LossMinimum.isZero(context.run()) ? Kind.BELOW : Kind.ODDLY_BELOW;
    }

    private static Finding.Builder finding(Kind kind, long since, RunCurves curves) {
        OptimizerFacts facts = curves.optimizer;
        double loss = curves.loss.last;
        double agreement = facts.agreement.median(SAMPLES);
        double ascent = facts.ascent.median(SAMPLES);
        return switch (kind) {
            case KEPT ->
                of(
                                since,
                                Cause.GRADIENTS_KEPT,
                                "Gradients are not zeroed: at each of the last %d samples those of the step before"
                                        + " were still there.",
                                facts.keptInRow)
                        .evidence(Reading.count("samples in a row with gradients left", facts.keptInRow, "samples")
                                .atLeast(SAMPLES));
            case TURNED ->
                of(
                                since,
                                Cause.FLIPPED_SIGN,
                                "The optimizer gets the reverse of the gradients that the backward pass computes"
                                        + " (cosine %.2g).",
                                agreement)
                        .evidence(Reading.level("cosine of computed and given gradient", agreement)
                                .atMost(OptimizerFacts.TURNED));
            case UPHILL ->
                of(
                                since,
                                Cause.FLIPPED_SIGN,
                                "Steps go uphill, along the gradient in place of against it (cosine %.2g).",
                                ascent)
                        .evidence(Reading.level("cosine of gradient and update", ascent)
                                .atLeast(OptimizerFacts.UPHILL));
            case BELOW ->
                of(
                                since,
                                Cause.FLIPPED_SIGN,
                                "The loss is %.3g, and one of its kind cannot be below zero: its sign is flipped.",
                                loss)
                        .evidence(Reading.level(SeriesNames.LOSS, "loss", loss).below(0));
            case ODDLY_BELOW -> oddlyBelow(since, loss);
        };
    }

    private static Finding.Builder oddlyBelow(long since, double loss) {
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        since,
                        "The loss is %.3g, and that of a classification is usually not below zero.",
                        loss)
                .evidence(Reading.level(SeriesNames.LOSS, "loss", loss).below(0));
        add(finding, loss < SOFTMAXED ? Cause.FLIPPED_SIGN : Cause.WRONG_INPUT_TO_LOSS);
        finding.advice("optimizer-wiring.labels");
        add(finding, loss < SOFTMAXED ? Cause.WRONG_INPUT_TO_LOSS : Cause.FLIPPED_SIGN);
        return finding.advice("optimizer-wiring.negative-part");
    }

    private static void add(Finding.Builder finding, Cause cause) {
        finding.cause(cause.text(), cause.knowledgeItem()).remedy(cause.remedy(), cause.knowledgeItem());
    }

    private static Finding.Builder of(long since, Cause cause, String format, Object... values) {
        Finding.Builder finding = Finding.builder(Severity.CRITICAL, since, format, values);
        add(finding, cause);
        return finding;
    }
}
