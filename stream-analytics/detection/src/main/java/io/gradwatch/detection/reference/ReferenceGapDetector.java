package io.gradwatch.detection.reference;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Ranks;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.CurveAxis;
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import java.util.List;
import java.util.Set;

/**
 * Fires when a signal is worse than its references by more than the larger of {@code deviations} of their spread and
 * {@code tolerance}, {@code points} points in a row; or the loss is not below that of the declared simple baseline.
 *
 * <p><b>Meaning</b> The run does not keep up with known results (K14), or learns nothing at all.
 *
 * <p><b>Input</b> {@link RunStarted#getReferences()} and {@link RunStarted#getBaselineLoss()}, with the loss of
 * {@link Step}s and loss and accuracy of {@link Evaluation}s on the train-val split, at equal step, epoch or tokens.
 * Values that are not finite are left out. Outside of the curves nothing is judged.
 *
 * <p><b>Statistic</b> Three curves or more: {@code |x - median| > max(deviations * MAD, tolerance * median)}. Fewer:
 * the worse of the curve here and a fifth earlier, with {@code single-tolerance} and three deviations of the run's own
 * noise. A point is a mean over 1/32 of the way, or a value where these are rarer. {@link Baseline} has the test of the
 * baseline. A level (a reference of one value) is compared with the last point when the run ends.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Source: on the published runs of HowRealAreThey (440 faulty, 437 repaired),
 * three epochs outside of max(5 MAD, 10 %) have precision .95 and recall .75. The single tolerance is own choice.
 *
 * <p><b>Firing and resolving</b> Warning on the worse side only; resolved after as many points inside.
 *
 * <p><b>Cost and limits</b> 1.2 KB of state a run, a binary search in each curve a point. Other data, batch sizes or
 * losses than the references' are not known to it.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class ReferenceGapDetector implements Detector<ReferenceGapDetector.State> {

    static final ConfigKey<Double> DEVIATIONS =
            ConfigKey.number("deviations", 5.0, 1, 100, "Median absolute deviations of the references.");
    static final ConfigKey<Double> TOLERANCE =
            ConfigKey.number("tolerance", 0.1, 0, 10, "Part of the median of three references or more, a ratio.");
    static final ConfigKey<Double> SINGLE =
            ConfigKey.number("single-tolerance", 0.3, 0, 10, "Part of the value of fewer references, a ratio.");
    static final ConfigKey<Double> POINTS = ConfigKey.number("points", 3.0, 1, 100, "Points in a row, a count.");

    private static final DetectorSpec SPEC = new DetectorSpec(
            "reference-gap",
            "underfitting",
            Severity.WARNING,
            Ranks.SPEAKER,
            List.of(
                    Set.of(Signal.DECLARED_REFERENCE, Signal.LOSS),
                    Set.of(Signal.DECLARED_REFERENCE, Signal.EVALUATION_LOSS),
                    Set.of(Signal.DECLARED_REFERENCE, Signal.EVALUATION_METRICS)),
            List.of("K14"),
            "Fires when a signal is worse than its references by more than the larger of `deviations` of their spread"
                    + " and `tolerance`, `points` points in a row; or the loss is not below that of the declared simple"
                    + " baseline.",
            List.of(DEVIATIONS, TOLERANCE, SINGLE, POINTS));

    /** What was compared of a run. A Flink POJO. */
    public static class State {
        /** The loss of the steps. */
        public Comparison loss = new Comparison();
        /** The loss of the evaluations. */
        public Comparison validationLoss = new Comparison();
        /** The accuracy of the evaluations. */
        public Comparison accuracy = new Comparison();
        /** The loss against that of a simple baseline. */
        public Baseline baseline = new Baseline();
        /** Epoch and tokens of the last step, NaN before they are known. */
        public double[] places = {Double.NaN, Double.NaN};
        /** What the open alert is about; null while there is none, UNKNOWN for the baseline. */
        public CurveSignal open;
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
        state.places[0] = step.getEpoch() == null ? state.places[0] : step.getEpoch();
        state.places[1] = step.getTokens() == null ? state.places[1] : step.getTokens();
        Double loss = step.getLoss();
        if (loss == null || !Double.isFinite(loss)) {
            return Verdict.UNCHANGED;
        }
        Verdict verdict = compare(state, state.loss, CurveSignal.TRAINING_LOSS, loss, step.getStep(), context);
        Double simple = context.run().getBaselineLoss();
        boolean news = simple != null && Double.isFinite(simple) && state.baseline.add(loss, state.places[0]);
        return verdict != Verdict.UNCHANGED || !news ? verdict : judge(state, simple, step.getStep());
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        if (evaluation.getSplit() != Split.TRAIN_VAL) {
            return Verdict.UNCHANGED;
        }
        state.places[0] = evaluation.getEpoch() == null ? state.places[0] : evaluation.getEpoch();
        Double loss = evaluation.getLoss();
        Double accuracy = evaluation.getMetrics().get("accuracy");
        Verdict verdict = loss == null || !Double.isFinite(loss)
                ? Verdict.UNCHANGED
                : compare(
                        state, state.validationLoss, CurveSignal.VALIDATION_LOSS, loss, evaluation.getStep(), context);
        Verdict second = accuracy == null || !Double.isFinite(accuracy)
                ? Verdict.UNCHANGED
                : compare(
                        state,
                        state.accuracy,
                        CurveSignal.VALIDATION_ACCURACY,
                        accuracy,
                        evaluation.getStep(),
                        context);
        return verdict == Verdict.UNCHANGED ? second : verdict;
    }

    @Override
    public Verdict onEnd(State state, RunEnded ended, DetectionContext context) {
        for (ReferenceCurve level : context.run().getReferences()) {
            Comparison run = comparison(state, level.getSignal());
            if (run != null && level.getValues().size() == 1 && run.points.count > 0) {
                double reached = run.points.median(3);
                double wanted = level.getValues().get(0);
                boolean higher = level.getSignal() == CurveSignal.VALIDATION_ACCURACY;
                double behind = higher ? wanted - reached : reached - wanted;
                if (behind > context.setting(TOLERANCE) * Math.abs(wanted)) {
                    return Verdict.firing(ReferenceFinding.level(level, reached, wanted, context.lastStep()));
                }
            }
        }
        return Verdict.UNCHANGED;
    }

    private static Verdict compare(
            State state, Comparison run, CurveSignal signal, double value, long step, DetectionContext context) {
        List<ReferenceCurve> references = context.run().getReferences();
        if (references.isEmpty()) {
            return Verdict.UNCHANGED;
        }
        CurveAxis axis = Band.axis(references, signal);
        double place =
                axis == CurveAxis.EPOCH ? state.places[0] : axis == CurveAxis.TOKENS ? state.places[1] : (double) step;
        if (!Double.isFinite(place) || !run.add(value, place)) {
            return Verdict.UNCHANGED;
        }
        Band band = axis == null ? null : Band.at(references, signal, axis, run.place());
        double point = run.value();
        Comparison.Limits limits =
                new Comparison.Limits(context.setting(DEVIATIONS), context.setting(TOLERANCE), context.setting(SINGLE));
        run.compare(band, limits, signal == CurveSignal.VALIDATION_ACCURACY, step);
        if (state.open == null && band != null && run.worse >= context.setting(POINTS)) {
            state.open = signal;
            return Verdict.firing(ReferenceFinding.behind(signal, band, point, run.width(band, limits), run.since));
        }
        if (state.open == signal && run.inside >= context.setting(POINTS)) {
            state.open = null;
            return Verdict.CLEARED;
        }
        return Verdict.UNCHANGED;
    }

    private static Verdict judge(State state, double simple, long step) {
        if (state.open == null && state.baseline.learnsNothing(simple)) {
            state.open = CurveSignal.UNKNOWN;
            return Verdict.firing(ReferenceFinding.baseline(state.baseline.late(), simple, step));
        }
        if (state.open == CurveSignal.UNKNOWN && !state.baseline.learnsNothing(simple)) {
            state.open = null;
            return Verdict.CLEARED;
        }
        return Verdict.UNCHANGED;
    }

    private static Comparison comparison(State state, CurveSignal signal) {
        return switch (signal) {
            case TRAINING_LOSS -> state.loss;
            case VALIDATION_LOSS -> state.validationLoss;
            case VALIDATION_ACCURACY -> state.accuracy;
            default -> null;
        };
    }
}
