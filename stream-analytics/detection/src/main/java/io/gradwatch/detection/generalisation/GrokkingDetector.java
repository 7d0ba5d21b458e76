package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.diagnosis.Declared;
import io.gradwatch.detection.generalisation.Decomposition.Part;
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
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;

/**
 * Fires when the training accuracy has been at {@code level} or above for at least {@code gap-steps} steps and
 * {@code evaluations} evaluations while the validation accuracy was at half of it or below in all of them.
 *
 * <p><b>Meaning</b> The network has memorised its training data (K23). It may still generalise much later (grokking),
 * where its weights decay and the gap is stable; or never, which is over-fitting.
 *
 * <p><b>Input</b> Metric {@code accuracy} (0 to 1) of each {@link Evaluation} on the train-val split, and of training:
 * of evaluations on the train split, else the mean over the {@link Step}s since the last evaluation.
 *
 * <p><b>Statistic</b> The phases of Liu et al. 2022, by when both accuracies pass {@code level}: comprehension (both,
 * less than {@code gap-steps} apart), grokking (both, farther apart), memorization (training only), confusion
 * (neither). That validation stays below half of the level keeps over-fitting of the common kind away.
 *
 * <p><b>Thresholds</b> See {@link #spec()}: 90 % and 10^3 steps are the paper's, the rest is own choice.
 *
 * <p><b>Firing and recovery</b> Info when memorization begins for the first time, warning when it has lasted. Recovered
 * when training falls below the level, or validation leaves its low: then, when it passes the level, an info says that
 * it grokked.
 *
 * <p><b>Cost and limits</b> 80 bytes of state a run, O(1) a step. Runs of fewer steps than the gap are never warned of.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class GrokkingDetector extends SpecifiedDetector<GrokkingDetector.State> {

    static final ConfigKey<Double> LEVEL =
            ConfigKey.number("level", 0.9, 0.5, 1, "Accuracy that counts as learnt, a ratio.");
    static final ConfigKey<Double> GAP =
            ConfigKey.number("gap-steps", 1000.0, 1, 1e9, "Steps that tell grokking from comprehension.");
    static final ConfigKey<Double> EVALUATIONS =
            ConfigKey.number("evaluations", 10.0, 3, 1e6, "Evaluations in a row with training far above, a count.");

    /** Evaluations in a row after which memorization is worth a look. */
    private static final int BEGINNING = 3;

    private static final String ACCURACY = "accuracy";
    private static final String VALIDATION = SeriesNames.ofEvaluation(Split.TRAIN_VAL, ACCURACY);

    /** For the service loader. */
    public GrokkingDetector() {
        super(
                State::new,
                DetectorSpec.of("grokking", AlertClass.GROKKING, Severity.WARNING)
                        .judgesBy(Signal.TRAINING_METRICS, Signal.EVALUATION_METRICS)
                        .settings(LEVEL, GAP, EVALUATIONS));
    }

    /** Accuracies of a run. A plain state. */
    public static class State extends FiringState {
        /** The training accuracy. */
        public TrainingMean training = new TrainingMean();
        /** Step at which the training accuracy passed the level, -1 where it is below. */
        public long learnt = -1;
        /** Evaluations in a row in which validation was far below. */
        public long far;
        /** True if validation was far below for so long that passing the level is grokking. */
        public boolean memorised;
        /** True if the beginning of memorization was reported: once is enough where training falls and rises again. */
        public boolean told;
        /** True if the open alert is about grokking. */
        public boolean grokked;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        state.training.step(ErrorMeasure.accuracy(step.getMetrics()));
        return Verdict.UNCHANGED;
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        double accuracy = ErrorMeasure.accuracy(evaluation.getMetrics());
        if (evaluation.getSplit() == Split.TRAIN) {
            state.training.evaluation(accuracy);
        }
        if (evaluation.getSplit() != Split.TRAIN_VAL || Double.isNaN(accuracy)) {
            return Verdict.UNCHANGED;
        }
        double level = context.setting(LEVEL);
        boolean learnt = state.training.take() >= level;
        state.learnt = !learnt ? -1 : state.learnt < 0 ? evaluation.getStep() : state.learnt;
        boolean far = learnt && accuracy <= level / 2;
        state.far = far ? state.far + 1 : 0;
        boolean lasting = state.far >= context.setting(EVALUATIONS)
                && evaluation.getStep() - state.learnt >= context.setting(GAP);
        state.memorised = learnt && (state.memorised || lasting);
        return far ? memorises(state, lasting, evaluation, context) : generalises(state, accuracy >= level, evaluation);
    }

    private static Verdict memorises(State state, boolean lasting, Evaluation evaluation, DetectionContext context) {
        Severity severity = lasting ? Severity.WARNING : state.far >= BEGINNING && !state.told ? Severity.INFO : null;
        if (severity == null || (state.firing() && severity.compareTo(state.open) <= 0)) {
            return Verdict.UNCHANGED;
        }
        state.told = true;
        state.grokked = false;
        return state.fire(memorises(severity, state.learnt, state.training.last, evaluation, context));
    }

    private static Verdict generalises(State state, boolean passed, Evaluation evaluation) {
        if (state.firing() || !passed || !state.memorised) {
            boolean over = !state.grokked || !passed;
            state.grokked &= !over;
            return state.clearIf(over);
        }
        state.grokked = true;
        state.memorised = false;
        return state.fire(groks(state.learnt, evaluation));
    }

    private static Finding.Builder memorises(
            Severity severity, long learnt, double training, Evaluation evaluation, DetectionContext context) {
        double validation = ErrorMeasure.accuracy(evaluation.getMetrics());
        boolean decays = Declared.of(context.run()).weightDecay();
        double level = context.setting(LEVEL);
        Finding.Builder finding = Finding.builder(
                        severity,
                        learnt,
                        "The run memorises: training accuracy %.3g %%, validation accuracy %.3g %%%s.",
                        100 * training,
                        100 * validation,
                        decays ? "; with its weight decay it may still generalise much later" : "")
                .alertClass(AlertClass.OVERFITTING)
                .split(Split.TRAIN_VAL)
                .evidence(Reading.level(ACCURACY, "training accuracy", training).atLeast(level))
                .evidence(Reading.level(VALIDATION, "validation accuracy", validation)
                        .atMost(level / 2))
                .evidence(Reading.count("steps since training was learnt", evaluation.getStep() - learnt, "steps"));
        if (decays) {
            finding.advice("grokking.decays");
        }
        finding.advice("grokking.memorises");
        finding.remedies(Remedies.of(Part.VARIANCE, context.run()));
        return finding;
    }

    private static Finding.Builder groks(long learnt, Evaluation evaluation) {
        long later = evaluation.getStep() - learnt;
        double accuracy = ErrorMeasure.accuracy(evaluation.getMetrics());
        return Finding.builder(
                        Severity.INFO,
                        evaluation.getStep(),
                        "The run groks: validation accuracy reached %.3g %%, %d steps after training accuracy.",
                        100 * accuracy,
                        later)
                .split(Split.TRAIN_VAL)
                .evidence(Reading.level(VALIDATION, "validation accuracy", accuracy))
                .evidence(Reading.count("steps from learning to generalising", later, "steps"))
                .advice("grokking.groks");
    }
}
