package io.gradwatch.detection.numerical;

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
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.TensorKind;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Optional;

/**
 * Fires when a loss or a tensor is NaN or infinite, or a gradient is at two steps in a row.
 *
 * <p><b>Meaning</b> From here on every update writes NaN into the weights. Usual causes: a learning rate too high where
 * the gradient norm grew before, else an exp, a log or a division out of its range (K2, K10).
 *
 * <p><b>Input</b> Of every rank: {@link Step#getLoss()}, {@link Step#getGradientNorm()} (global L2 norm before
 * clipping), the NaN and infinity counts of {@link Step#getTensors()}, and the loss of evaluations. Where there is no
 * gradient norm, those of the gradients stand in for it. What is absent is not judged. A step that a loss scaler
 * skipped is no fault; nor is a non-finite gradient norm with a falling loss scale.
 *
 * <p><b>Statistic</b> None for the fault. For its cause the gradient norm "grew" when its level over
 * {@value Overflows#RECENT} steps is at least {@value Overflows#GROWTH} times that over {@value Overflows#USUAL} steps.
 *
 * <p><b>Thresholds</b> {@code skipped-steps}: a scaler that halves from 65,536 reaches 1 in 16 steps, so that 50
 * overflows in a row are no search for the scale (own choice). {@code clear-steps}: own choice.
 *
 * <p><b>Firing and recovery</b> At once (gradients: the second in a row), critical, with the rank (a loss that is
 * infinite as an explosion, and once more when it becomes NaN), and the first layer concerned in the declared order,
 * input first. Recovered once everything that was not finite has been seen finite again, of that rank:
 * {@code clear-steps} losses and gradients since the last value that was not, and of tensors a measurement, or losses
 * where they were not finite either; the next evaluation of a split. What is no longer sent keeps the alert open.
 *
 * <p><b>Cost and limits</b> 80 bytes of state a run, O(1) a step and O(tensors) where there are some. A NaN that hides
 * in a tensor whose statistics are not sent is seen when it reaches the loss.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class NonFiniteDetector extends SpecifiedDetector<NonFiniteDetector.State> {

    /** Factor from which the growth of the gradient norm says something about the cause. */
    private static final double TELLING = 1.5;

    static final ConfigKey<Double> SKIPPED_STEPS =
            ConfigKey.number("skipped-steps", 50.0, 2, 1e6, "Overflows in a row that a loss scaler may skip, steps.");
    static final ConfigKey<Double> CLEAR_STEPS = ConfigKey.number(
            "clear-steps", 20.0, 1, 1e6, "Finite values in a row after which a loss or gradient counts as recovered.");

    private static final int LOSS = 1;
    private static final int GRADIENT = 1 << 1;
    private static final int TENSORS = 1 << 2;
    private static final int FIRST_SPLIT = 1 << 3;

    /** Recovery text where tensors were measured since the last non-finite value, and were finite. */
    private static final int MEASURED = 1 << 30;

    /** For the service loader. */
    public NonFiniteDetector() {
        super(
                State::new,
                DetectorSpec.of("non-finite", AlertClass.NAN, Severity.CRITICAL)
                        .judgesBy(Signal.LOSS)
                        .judgesBy(Signal.GRADIENT_NORM)
                        .judgesBy(Signal.TENSORS)
                        .judgesBy(Signal.EVALUATION_LOSS)
                        .settings(SKIPPED_STEPS, CLEAR_STEPS)
                        .ofAllRanks());
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Of the gradient norm. */
        public Overflows overflows = new Overflows();
        /** True if it is about a loss that was infinite, and has not become NaN. */
        public boolean infinite;
        /** Rank that it is about. */
        public int rank;
        /** A bit for each source that was not finite and has not been seen finite since, and {@link #MEASURED}. */
        public int notFinite;
        /** Finite losses of that rank since the last value that was not finite. */
        public int finiteLosses;
        /** Finite gradients of that rank since the last value that was not finite. */
        public int finiteGradients;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        Overflows overflows = state.overflows;
        boolean scaleFell = overflows.scaleFell(step);
        boolean excused = scaleFell || step.getSkippedByLossScaler();
        boolean lossBad = bad(step.getLoss()) && !step.getSkippedByLossScaler();
        boolean normBad = bad(step.getGradientNorm())
                || (step.getGradientNorm() == null && FirstNonFiniteTensor.inBackwardPass(step.getTensors()));
        overflows.take(step, normBad, context.rank());
        boolean again = normBad && overflows.inRow >= 2 && !excused;
        boolean stuck = normBad && overflows.inRow >= context.setting(SKIPPED_STEPS);
        Optional<FirstNonFiniteTensor> tensor = step.getTensors().isEmpty() || step.getSkippedByLossScaler()
                ? Optional.empty()
                : FirstNonFiniteTensor.of(step.getTensors(), context.run().getLayers(), again || lossBad);
        if (!lossBad && !again && !stuck && tensor.isEmpty()) {
            return normBad ? Verdict.UNCHANGED : finite(state, step, context);
        }
        boolean infinite = lossBad && Double.isInfinite(step.getLoss());
        int sources = (lossBad ? LOSS : 0) | (normBad ? GRADIENT : 0) | (tensor.isPresent() ? TENSORS : 0);
        return fire(state, context, sources, infinite, ofStep(step, tensor.orElse(null), overflows, lossBad));
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        if (bad(evaluation.getLoss())) {
            int source = source(evaluation.getSplit());
            return fire(state, context, source, false, ofEvaluation(evaluation, state.overflows));
        }
        if (evaluation.getLoss() != null) {
            state.notFinite &= ~source(evaluation.getSplit());
        }
        return judge(state);
    }

    @SuppressWarnings("EnumOrdinal")
    private static int source(Split split) {
        return FIRST_SPLIT << split.ordinal();
    }

    private static Verdict fire(
            State state, DetectionContext context, int sources, boolean infinite, Finding.Builder finding) {
        state.notFinite |= sources;
        if (sources < FIRST_SPLIT) {
            state.notFinite &= ~MEASURED;
            state.finiteLosses = 0;
            state.finiteGradients = 0;
        }
        boolean worse = state.infinite && !infinite;
        state.infinite = infinite;
        if (state.firing() && !worse) {
            return Verdict.UNCHANGED;
        }
        state.open = Severity.CRITICAL;
        state.rank = context.rank();
        return Verdict.firing(finding.rank(context.rank()));
    }

    /** Counts what a step shows to be finite: what it does not carry, it does not show. */
    private static Verdict finite(State state, Step step, DetectionContext context) {
        if (!state.firing() || context.rank() != state.rank) {
            return Verdict.UNCHANGED;
        }
        boolean measured = !step.getTensors().isEmpty();
        state.finiteLosses += step.getLoss() != null && Double.isFinite(step.getLoss()) ? 1 : 0;
        state.finiteGradients += step.getGradientNorm() != null || measured ? 1 : 0;
        state.notFinite |= measured ? MEASURED : 0;
        double enough = context.setting(CLEAR_STEPS);
        boolean losses = state.finiteLosses >= enough;
        boolean gradients = state.finiteGradients >= enough;
        boolean tensors = (state.notFinite & (losses ? MEASURED | LOSS : gradients ? MEASURED : 0)) != 0;
        state.notFinite &= ~((losses ? LOSS : 0) | (gradients ? GRADIENT : 0) | (tensors ? TENSORS : 0));
        return judge(state);
    }

    private static Verdict judge(State state) {
        boolean over = (state.notFinite & ~MEASURED) == 0;
        state.notFinite = over && state.firing() ? 0 : state.notFinite;
        return state.clearIf(over);
    }

    private static boolean bad(Double value) {
        return value != null && !Double.isFinite(value);
    }

    /**
     * @param tensor the first tensor that is not finite, null where none was seen
     * @param loss whether the loss of the step is not finite
     */
    private static Finding.Builder ofStep(Step step, FirstNonFiniteTensor tensor, Overflows overflows, boolean loss) {
        boolean norm = !loss && tensor == null;
        boolean gradient = norm || (!loss && tensor.backward());
        long onset = gradient ? overflows.firstStep : step.getStep();
        Finding.Builder finding = Finding.builder(Severity.CRITICAL, onset, summary(step, tensor, overflows, loss));
        finding.evidence(Reading.step("first step that is not finite", norm ? overflows.firstStep : step.getStep()));
        if (step.getLoss() != null) {
            finding.evidence(Reading.level(SeriesNames.LOSS, "loss", step.getLoss()));
        }
        if (step.getGradientNorm() != null) {
            finding.evidence(Reading.level(SeriesNames.GRADIENT_NORM, "gradient norm", step.getGradientNorm()));
        }
        if (norm) {
            finding.evidence(
                    Reading.count("steps in a row with a gradient that is not finite", overflows.inRow, "steps")
                            .atLeast(2));
        }
        if (tensor != null) {
            finding.layer(tensor.layer())
                    .evidence(Reading.count("elements that are not finite", tensor.nonFinite(), "elements")
                            .above(0))
                    .evidence(Reading.count("elements of the tensor", tensor.elements(), "elements"));
        }
        if (loss && Double.isInfinite(step.getLoss())) {
            finding.alertClass(AlertClass.EXPLODING);
        }
        return causes(finding, tensor, overflows);
    }

    private static Finding.Builder ofEvaluation(Evaluation evaluation, Overflows overflows) {
        Finding.Builder finding = Finding.builder(
                        Severity.CRITICAL,
                        evaluation.getStep(),
                        "The loss of the evaluation after step %d is %s.",
                        evaluation.getStep(),
                        words(evaluation.getLoss()))
                .split(evaluation.getSplit())
                .evidence(Reading.step("step of the evaluation", evaluation.getStep()))
                .evidence(Reading.level(
                        SeriesNames.ofEvaluation(evaluation.getSplit(), SeriesNames.LOSS),
                        "evaluation loss",
                        evaluation.getLoss()));
        return causes(finding, null, overflows);
    }

    private static String summary(Step step, FirstNonFiniteTensor tensor, Overflows overflows, boolean loss) {
        String where = tensor == null
                ? ""
                : "; the first tensor that is not finite is the " + tensor.words() + ", with " + tensor.nonFinite()
                        + " of " + tensor.elements() + " elements";
        if (loss) {
            return "The loss is " + words(step.getLoss()) + " at step " + step.getStep() + where + ".";
        }
        if (tensor != null) {
            return "A tensor is not finite at step " + step.getStep() + where + ".";
        }
        String norm = step.getGradientNorm() == null ? "not finite" : words(step.getGradientNorm());
        return "The gradient norm is " + norm + " at " + overflows.inRow + " steps in a row, since step "
                + overflows.firstStep + ".";
    }

    private static Finding.Builder causes(Finding.Builder finding, FirstNonFiniteTensor tensor, Overflows overflows) {
        double growth = overflows.growth();
        if (overflows.usual.count >= Overflows.RECENT && growth >= TELLING) {
            finding.evidence(
                    Reading.circumstance(SeriesNames.GRADIENT_NORM, "growth of the gradient norm just before", growth)
                            .in("times"));
        }
        if (tensor != null && tensor.kind() == TensorKind.INPUT) {
            return finding.advice("non-finite.input");
        }
        boolean grew = overflows.grew();
        return finding.advice(grew ? "non-finite.rate" : "non-finite.operation")
                .advice(grew ? "non-finite.operation" : "non-finite.rate");
    }

    private static String words(double value) {
        return Double.isNaN(value) ? "NaN" : value > 0 ? "+Inf" : "-Inf";
    }
}
