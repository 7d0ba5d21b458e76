package io.gradwatch.detection.wiring;

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
import io.gradwatch.schema.BatchView;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;

/**
 * Fires when the network answers with one class in at least `share` of the examples of `windows` windows in a row,
 * while the labels do not.
 *
 * <p><b>Meaning</b> The network has stopped looking at its input. Usual causes: dead units or no gradient through the
 * network, a learning rate too high, labels without order against the features, classes of very different size (K4,
 * K21).
 *
 * <p><b>Input</b> {@code labelCounts} and {@code predictionCounts} of the steps and of the evaluations of the speaking
 * rank. A view without both is not judged.
 *
 * <p><b>Statistic</b> Shares over windows of {@value #VIEWS} views with at least {@value #EXAMPLES} examples; an
 * evaluation of that many examples is a window of its own, in a row of its own. A window has collapsed when the most
 * predicted class has `share` of the predictions and at most {@value #LABELS} of the labels.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. An untrained network answers with one class too; within 300 batches one
 * that learns no longer does. Own choice.
 *
 * <p><b>Firing and recovery</b> Warning; recovered by a window of the same kind that has not collapsed.
 *
 * <p><b>Cost and limits</b> 16 bytes of state a class, up to 4,096 classes; O(classes) a step. Two classes predicted
 * out of many are missed.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class CollapsedPredictionsDetector extends SpecifiedDetector<CollapsedPredictionsDetector.State> {

    static final ConfigKey<Double> SHARE =
            ConfigKey.number("share", 0.99, 0.5, 1, "Share of the predictions that are of one class, 0 to 1.");
    static final ConfigKey<Double> WINDOWS =
            ConfigKey.number("windows", 6.0, 1, 10_000, "Collapsed windows in a row, a count.");

    private static final int VIEWS = 50;
    private static final double EXAMPLES = 200;
    static final double LABELS = 0.8;

    /** For the service loader. */
    public CollapsedPredictionsDetector() {
        super(
                State::new,
                DetectorSpec.of("collapsed-predictions", AlertClass.COLLAPSED, Severity.WARNING)
                        .judgesBy(Signal.BATCH_VIEW)
                        .judgesBy(Signal.EVALUATION_BATCH_VIEW)
                        .settings(SHARE, WINDOWS));
    }

    /** The present window, and what the windows before it said. A plain state. */
    public static class State extends FiringState {
        /** Labels of the window. */
        public ClassCounts labels = new ClassCounts();
        /** Predictions of the window. */
        public ClassCounts predictions = new ClassCounts();
        /** Views of the window. */
        public int views;
        /** First step of the window. */
        public long begin;
        /** Windows of steps that have collapsed. */
        public Streak steps = new Streak();
        /** Evaluations that have collapsed. */
        public Streak evaluations = new Streak();
        /** True if the open alert is about evaluations. */
        public boolean ofEvaluations;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        state.begin = state.views == 0 ? step.getStep() : state.begin;
        if (!add(step.getBatch(), state.labels, state.predictions)
                || ++state.views < VIEWS
                || state.predictions.total < EXAMPLES) {
            return Verdict.UNCHANGED;
        }
        Verdict verdict = judge(state, state.steps, state.begin, state.labels, state.predictions, context);
        state.views = 0;
        state.labels.clear();
        state.predictions.clear();
        return verdict;
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        ClassCounts labels = new ClassCounts();
        ClassCounts predictions = new ClassCounts();
        if (!add(evaluation.getBatch(), labels, predictions) || predictions.total < EXAMPLES) {
            return Verdict.UNCHANGED;
        }
        return judge(state, state.evaluations, evaluation.getStep(), labels, predictions, context);
    }

    private static boolean add(BatchView batch, ClassCounts labels, ClassCounts predictions) {
        return batch != null
                && batch.getLabelCounts().size() == batch.getPredictionCounts().size()
                && labels.add(batch.getLabelCounts(), Double.MAX_VALUE)
                && predictions.add(batch.getPredictionCounts(), Double.MAX_VALUE);
    }

    private static Verdict judge(
            State state,
            Streak streak,
            long begin,
            ClassCounts labels,
            ClassCounts predictions,
            DetectionContext context) {
        int most = predictions.most();
        double share = predictions.share(most);
        streak.add(share >= context.setting(SHARE) && labels.share(most) <= LABELS, begin);
        boolean evaluations = streak == state.evaluations;
        if (!state.firing() && streak.yes >= context.setting(WINDOWS)) {
            state.ofEvaluations = evaluations;
            return state.fire(finding(streak, most, share, labels.share(most), context));
        }
        return state.clearIf(streak.yes == 0 && state.ofEvaluations == evaluations);
    }

    private static Finding.Builder finding(
            Streak streak, int most, double share, double labels, DetectionContext context) {
        return Finding.builder(
                        Severity.WARNING,
                        streak.since,
                        "The network answers with class %d in %.4g %% of the examples, which has %.3g %% of the labels.",
                        most,
                        100 * share,
                        100 * labels)
                .evidence(Reading.share("share of the predictions in one class", share)
                        .atLeast(context.setting(SHARE)))
                .evidence(Reading.share("share of the labels in that class", labels)
                        .atMost(LABELS))
                .evidence(Reading.circumstance("", "number of that class", most))
                .evidence(
                        Reading.count("windows in a row", streak.yes, "windows").atLeast(context.setting(WINDOWS)))
                .advice("collapsed-predictions");
    }
}
