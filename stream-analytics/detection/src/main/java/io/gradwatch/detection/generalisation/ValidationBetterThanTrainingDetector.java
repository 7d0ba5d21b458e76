package io.gradwatch.detection.generalisation;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.diagnosis.Declared;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Finding;
import io.gradwatch.detection.spi.FiringState;
import io.gradwatch.detection.spi.Reading;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.SpecifiedDetector;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.detection.stats.Blocks;
import io.gradwatch.detection.stats.Medians;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Split;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.series.SeriesNames;
import java.util.Arrays;

/**
 * Fires when the validation loss is below the training loss by a factor of {@code e^margin} in the median of the later
 * half of the evaluations, and below it in each, from {@code evaluations} on.
 *
 * <p><b>Meaning</b> Worth a look only: dropout or augmentation make training harder than validation (K9), which is
 * meant, or too strong, which under-fits (K16); but validation data that are easier, or that are in the training data
 * too (K21), look the same.
 *
 * <p><b>Input</b> Loss of each {@link Evaluation} on the train-val split, and the training loss: of evaluations on the
 * train split, else the mean of the {@link Step}s between evaluations. Values that are not above 0 and finite are left
 * out.
 *
 * <p><b>Statistic</b> {@code m = ln(training) - ln(validation)}, where training is the smaller of the means before and
 * after the evaluation, since the mean before lags behind a model that learns; in at most 64 blocks.
 *
 * <p><b>Thresholds</b> See {@link #spec()}; own choice.
 *
 * <p><b>Firing and recovery</b> Info; recovered when the median is below half of {@code margin}.
 *
 * <p><b>Cost and limits</b> 600 bytes of state a run, O(1) a step, O(64 log 64) an evaluation.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class ValidationBetterThanTrainingDetector
        extends SpecifiedDetector<ValidationBetterThanTrainingDetector.State> {

    static final ConfigKey<Double> MARGIN = ConfigKey.number(
            "margin", 0.2, 0.01, 10, "Training loss over validation loss, a natural logarithm of the ratio.");
    static final ConfigKey<Double> EVALUATIONS =
            ConfigKey.number("evaluations", 12.0, 4, 1e6, "Evaluations before the first verdict, a count.");

    /** For the service loader. */
    public ValidationBetterThanTrainingDetector() {
        super(
                State::new,
                DetectorSpec.of("validation-better-than-training", AlertClass.UNDERFITTING, Severity.INFO)
                        .judgesBy(Signal.LOSS, Signal.EVALUATION_LOSS)
                        .settings(MARGIN, EVALUATIONS));
    }

    /** Losses of a run. A plain state. */
    public static class State extends FiringState {
        /** The training loss. */
        public TrainingMean training = new TrainingMean();
        /** By how much training is worse, natural logarithms. */
        public Blocks margins = new Blocks();
        /** Validation loss that waits for the training loss after it; NaN without one. */
        public double validation = Double.NaN;
        /** Training loss before it. */
        public double before;
        /** Step of the first evaluation in a row in which validation was better, -1 where it is not. */
        public long onset = -1;
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        state.training.step(positive(step.getLoss()));
        return Verdict.UNCHANGED;
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        double loss = positive(evaluation.getLoss());
        if (evaluation.getSplit() == Split.TRAIN) {
            state.training.evaluation(loss);
        }
        if (evaluation.getSplit() != Split.TRAIN_VAL || Double.isNaN(loss)) {
            return Verdict.UNCHANGED;
        }
        double training = state.training.take();
        double margin = Math.log(Math.min(state.before, training)) - Math.log(state.validation);
        state.validation = loss;
        state.before = training;
        if (!Double.isFinite(margin)) {
            return Verdict.UNCHANGED;
        }
        state.onset = margin <= 0 ? -1 : state.onset < 0 ? evaluation.getStep() : state.onset;
        boolean news = state.margins.add(margin) && state.margins.count() >= context.setting(EVALUATIONS);
        return news ? judge(state, loss, training, context) : Verdict.UNCHANGED;
    }

    private static Verdict judge(State state, double validation, double training, DetectionContext context) {
        double[] all = state.margins.toArray();
        double[] later = Arrays.copyOfRange(all, all.length / 2, all.length);
        double needed = context.setting(MARGIN);
        double least = Arrays.stream(later).min().orElse(Double.NaN);
        double median = Medians.of(later);
        if (!state.firing() && median >= needed && least > 0) {
            return state.fire(finding(state.onset, median, needed, validation, training, context));
        }
        return state.clearIf(median < needed / 2);
    }

    private static double positive(Double loss) {
        return loss != null && loss > 0 && !loss.isInfinite() ? loss : Double.NaN;
    }

    private static Finding.Builder finding(
            long onset, double margin, double needed, double validation, double training, DetectionContext context) {
        String series = SeriesNames.ofEvaluation(Split.TRAIN_VAL, SeriesNames.LOSS);
        Finding.Builder finding = Finding.builder(
                        Severity.INFO,
                        Math.max(0, onset),
                        "The validation loss (%.3g) has been below the training loss for a long time; half of the time that"
                                + " was at least %.3g times as large.",
                        validation,
                        Math.exp(margin))
                .split(Split.TRAIN_VAL)
                .evidence(Reading.circumstance(series, "training loss over validation loss", Math.exp(margin))
                        .in("times")
                        .atLeast(Math.exp(needed)))
                .evidence(Reading.level(series, "validation loss", validation))
                .evidence(Reading.level(SeriesNames.LOSS, "training loss", training));
        Declared declared = Declared.of(context.run());
        boolean harder = declared.dropout() || declared.augmentation() || declared.weightDecay();
        if (harder) {
            finding.advice("validation-better-than-training.declared");
        }
        finding.advice("validation-better-than-training");
        if (!harder) {
            finding.advice("validation-better-than-training.undeclared");
        }
        return finding;
    }
}
