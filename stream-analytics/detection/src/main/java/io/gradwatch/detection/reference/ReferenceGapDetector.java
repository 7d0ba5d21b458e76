package io.gradwatch.detection.reference;

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
import io.gradwatch.schema.CurveSignal;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Fires when a signal is worse than its references by more than the larger of {@code deviations} of their spread and
 * {@code tolerance}, {@code points} points in a row; or the loss is not below that of the declared simple baseline.
 *
 * <p><b>Meaning</b> The run does not keep up with known results (K14), or learns nothing at all.
 *
 * <p><b>Input</b> {@link DetectionContext#references()} (declared, of a named earlier run, or of three or more healthy
 * runs of the project) and {@link RunStarted#getBaselineLoss()}, with the loss of {@link Step}s and loss and accuracy
 * of {@link Evaluation}s on the train-val split, at equal step, epoch or tokens. Values that are not finite are left
 * out. Outside of the curves nothing is judged.
 *
 * <p><b>Statistic</b> Three curves or more: {@code |x - median| > max(deviations * MAD, tolerance * median)}. Fewer:
 * the worse of the curve here and a fifth earlier, with {@code single-tolerance} and three deviations of the run's own
 * noise. A point is a mean over 1/32 of the way, or a value where these are rarer. {@link Baseline} has the test of the
 * baseline. A level (a reference of one value) is compared with the last point when the run ends.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Source: on the published runs of HowRealAreThey (440 faulty, 437 repaired),
 * three epochs outside of max(5 MAD, 10 %) have precision .95 and recall .75. The single tolerance is own choice.
 *
 * <p><b>Firing and recovery</b> Warning on the worse side only; recovered after as many points inside.
 *
 * <p><b>Cost and limits</b> 1.2 KB of state a run, a binary search in each curve a point. Other data, batch sizes or
 * losses than the references' are not known to it.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class ReferenceGapDetector extends SpecifiedDetector<Comparisons> {

    static final ConfigKey<Double> DEVIATIONS =
            ConfigKey.number("deviations", 5.0, 1, 100, "Median absolute deviations of the references.");
    static final ConfigKey<Double> TOLERANCE =
            ConfigKey.number("tolerance", 0.1, 0, 10, "Part of the median of three references or more, a ratio.");
    static final ConfigKey<Double> SINGLE =
            ConfigKey.number("single-tolerance", 0.3, 0, 10, "Part of the value of fewer references, a ratio.");
    static final ConfigKey<Double> POINTS = ConfigKey.number("points", 3.0, 1, 100, "Points in a row, a count.");

    /** A sentence that names more runs is not read; the evidence has them. */
    private static final int MOST_IN_SUMMARY = 3;

    private static final int MOST_IN_EVIDENCE = 8;

    /** For the service loader. */
    public ReferenceGapDetector() {
        super(
                Comparisons::new,
                DetectorSpec.of("reference-gap", AlertClass.UNDERFITTING, Severity.WARNING)
                        .judgesBy(Signal.DECLARED_REFERENCE, Signal.LOSS)
                        .judgesBy(Signal.DECLARED_REFERENCE, Signal.EVALUATION_LOSS)
                        .judgesBy(Signal.DECLARED_REFERENCE, Signal.EVALUATION_METRICS)
                        .settings(DEVIATIONS, TOLERANCE, SINGLE, POINTS));
    }

    @Override
    public Verdict onStep(Comparisons state, Step step, DetectionContext context) {
        state.place(step.getEpoch(), step.getTokens());
        Verdict verdict = compare(state, CurveSignal.TRAINING_LOSS, step.getLoss(), step.getStep(), context);
        Double simple = context.run().getBaselineLoss();
        if (verdict != Verdict.UNCHANGED || simple == null || !Double.isFinite(simple)) {
            return verdict;
        }
        return state.takeForBaseline(step.getLoss()) ? judge(state, simple, step.getStep()) : verdict;
    }

    @Override
    public Verdict onEvaluation(Comparisons state, Evaluation evaluation, DetectionContext context) {
        if (evaluation.getSplit() != Split.TRAIN_VAL) {
            return Verdict.UNCHANGED;
        }
        state.place(evaluation.getEpoch(), null);
        long step = evaluation.getStep();
        Double accuracy = evaluation.getMetrics().get("accuracy");
        Verdict loss = compare(state, CurveSignal.VALIDATION_LOSS, evaluation.getLoss(), step, context);
        Verdict score = compare(state, CurveSignal.VALIDATION_ACCURACY, accuracy, step, context);
        return loss == Verdict.UNCHANGED ? score : loss;
    }

    @Override
    public Verdict onEnd(Comparisons state, RunEnded ended, DetectionContext context) {
        for (ReferenceCurve level : context.references().curves()) {
            double missed = state.missed(level);
            if (missed > context.setting(TOLERANCE)) {
                double reached = state.of(level.getSignal()).reached();
                return Verdict.firing(level(level, reached, context.lastStep()));
            }
        }
        return Verdict.UNCHANGED;
    }

    private static Verdict compare(
            Comparisons state, CurveSignal signal, Double value, long step, DetectionContext context) {
        if (context.references().isEmpty()) {
            return Verdict.UNCHANGED;
        }
        ReferenceComparison run = state.of(signal);
        ReferenceComparison.Limits limits = new ReferenceComparison.Limits(
                context.setting(DEVIATIONS), context.setting(TOLERANCE), context.setting(SINGLE));
        Band band = state.compare(context.references(), signal, value, step, limits);
        if (band == null) {
            return Verdict.UNCHANGED;
        }
        if (state.open == null && run.worse >= context.setting(POINTS)) {
            state.open = signal;
            return Verdict.firing(behind(signal, band, run.points.last(0), run.width(band, limits), run.since));
        }
        if (state.open == signal && run.inside >= context.setting(POINTS)) {
            state.open = null;
            return Verdict.CLEARED;
        }
        return Verdict.UNCHANGED;
    }

    private static Verdict judge(Comparisons state, double simple, long step) {
        boolean nothing = state.baseline.learnsNothing(simple);
        if (state.open == null && nothing) {
            state.open = CurveSignal.UNKNOWN;
            return Verdict.firing(baseline(state.baseline.late(), simple, step));
        }
        if (state.open == CurveSignal.UNKNOWN && !nothing) {
            state.open = null;
            return Verdict.CLEARED;
        }
        return Verdict.UNCHANGED;
    }

    private static Finding.Builder behind(CurveSignal signal, Band band, double point, double width, long since) {
        String series = series(signal);
        String what = words(signal);
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        since,
                        "The %s is %.3g where %s had %.3g.",
                        what,
                        point,
                        whom(band.runs()),
                        band.middle())
                .evidence(worse(signal, Reading.level(series, what, point), band.middle(), width))
                .evidence(Reading.baseline(series, what + " of the references", band.middle()));
        if (band.runs().size() > 1) {
            finding.evidence(Reading.count("references", band.runs().size(), "runs"));
        }
        band.runs().stream()
                .limit(MOST_IN_EVIDENCE)
                .forEach(run ->
                        finding.evidence(Reading.baseline(series, what + " of '" + run.name() + "'", run.value())));
        return finding.advice("reference-gap");
    }

    private static Finding.Builder level(ReferenceCurve level, double reached, long step) {
        double wanted = level.getValues().get(0);
        String what = words(level.getSignal());
        String series = series(level.getSignal());
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        Math.max(0, step),
                        "The run ended with a %s of %.3g; '%s' has %.3g.",
                        what,
                        reached,
                        level.getName(),
                        wanted)
                .evidence(worse(level.getSignal(), Reading.level(series, what, reached), wanted, 0))
                .evidence(Reading.baseline(series, what + " of the reference", wanted));
        return finding.advice("reference-gap");
    }

    private static Finding.Builder baseline(double loss, double simple, long step) {
        return Finding.builder(
                        Severity.WARNING,
                        step,
                        "The model learns nothing: its loss of %.3g is not below the %.3g of a very simple one.",
                        loss,
                        simple)
                .evidence(Reading.level(SeriesNames.LOSS, "loss", loss))
                .evidence(Reading.baseline(SeriesNames.LOSS, "loss of a very simple model", simple))
                .advice("reference-gap.baseline");
    }

    private static String whom(List<Band.Run> runs) {
        String names = runs.stream()
                .limit(MOST_IN_SUMMARY)
                .map(run -> "'" + run.name() + "'")
                .collect(Collectors.joining(", "));
        int others = runs.size() - MOST_IN_SUMMARY;
        String all = others > 0 ? names + " and " + others + " more" : names;
        return runs.size() == 1 ? all : runs.size() + " earlier runs (" + all + ")";
    }

    private static Reading worse(CurveSignal signal, Reading level, double wanted, double width) {
        return signal == CurveSignal.VALIDATION_ACCURACY ? level.below(wanted - width) : level.above(wanted + width);
    }

    private static String series(CurveSignal signal) {
        return switch (signal) {
            case VALIDATION_LOSS -> SeriesNames.ofEvaluation(Split.TRAIN_VAL, SeriesNames.LOSS);
            case VALIDATION_ACCURACY -> SeriesNames.ofEvaluation(Split.TRAIN_VAL, "accuracy");
            default -> SeriesNames.LOSS;
        };
    }

    private static String words(CurveSignal signal) {
        return switch (signal) {
            case VALIDATION_LOSS -> "validation loss";
            case VALIDATION_ACCURACY -> "validation accuracy";
            default -> "training loss";
        };
    }
}
