package io.gradwatch.detection.loss;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossMeaning;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
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
 * Fires when one value of the loss, or of the validation loss, is {@code factor} times as large as all before it.
 *
 * <p><b>Meaning</b> A broken batch, an overflow, or a learning rate too high (K2). One value is enough: judges smooth
 * over looks, and a leap that is back at the next value would pass between them.
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank and {@link Evaluation#getLoss()} on the train-val split,
 * each by itself, of either sign.
 *
 * <p><b>Statistic</b> The value against the largest size of at least {@value #BEFORE} values before it.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Of some 1,900 labelled healthy runs (real, of the lab, synthetic) the loss
 * of two policies that do not say that they are one leaps by more than 4. docs/CALIBRATION.md.
 *
 * <p><b>Firing and recovery</b> At once, warning. Recovered after {@value #BACK} values in a row that are no larger
 * than what was before.
 *
 * <p><b>Cost and limits</b> 60 bytes of state. Known false alarm: a term of the loss that is switched on.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class LossLeapDetector extends SpecifiedDetector<LossLeapDetector.State> {

    static final ConfigKey<Double> FACTOR =
            ConfigKey.number("factor", 10.0, 2, 1e6, "Loss over the largest one before, a factor.");

    private static final int BEFORE = 4;
    private static final int BACK = 4;

    /** For the service loader. */
    public LossLeapDetector() {
        super(
                State::new,
                DetectorSpec.of("loss-leap", AlertClass.LOSS_SPIKE, Severity.WARNING)
                        .judgesBy(Signal.LOSS)
                        .judgesBy(Signal.EVALUATION_LOSS)
                        .settings(FACTOR));
    }

    /** Sizes of both losses. A plain state. */
    public static class State extends FiringState {
        /** Loss of the steps. */
        public Size loss = new Size();

        /** Loss of the evaluations on the train-val split. */
        public Size validation = new Size();

        /** True where the validation loss opened it. */
        public boolean ofValidation;
    }

    /** Size of a series. A plain state. */
    public static class Size {
        /** Largest size so far; while a leap is open, before it. */
        public double largest;

        /** Values seen, counted to {@value #BEFORE}. */
        public int before;

        /** Values in a row that are back. */
        public int back;

        private boolean leaps(double value, double factor) {
            boolean leaps = before == BEFORE && largest > 0 && value > factor * largest;
            if (!leaps) {
                largest = Math.max(largest, Math.abs(value));
                before = Math.min(BEFORE, before + 1);
            }
            return leaps;
        }

        private boolean isBack(double value) {
            back = value <= largest ? back + 1 : 0;
            return back >= BACK;
        }
    }

    @Override
    public Verdict onStep(State state, Step step, DetectionContext context) {
        return judge(state, false, step.getLoss(), step.getStep(), context);
    }

    @Override
    public Verdict onEvaluation(State state, Evaluation evaluation, DetectionContext context) {
        return evaluation.getSplit() == Split.TRAIN_VAL
                ? judge(state, true, evaluation.getLoss(), evaluation.getStep(), context)
                : Verdict.UNCHANGED;
    }

    private static Verdict judge(State state, boolean ofValidation, Double loss, long step, DetectionContext context) {
        if (loss == null || !Double.isFinite(loss) || state.firing() && state.ofValidation != ofValidation) {
            return Verdict.UNCHANGED;
        }
        Size size = ofValidation ? state.validation : state.loss;
        if (state.firing()) {
            return state.clearIf(size.isBack(loss));
        }
        if (!size.leaps(loss, context.setting(FACTOR)) || !LossMeaning.isError(context.run())) {
            return Verdict.UNCHANGED;
        }
        state.ofValidation = ofValidation;
        size.back = 0;
        return state.fire(finding(size.largest, ofValidation, loss, step, context));
    }

    private static Finding.Builder finding(
            double largest, boolean ofValidation, double loss, long step, DetectionContext context) {
        String series = ofValidation ? SeriesNames.ofEvaluation(Split.TRAIN_VAL, SeriesNames.LOSS) : SeriesNames.LOSS;
        String name = ofValidation ? "validation loss" : "loss";
        Finding.Builder finding = Finding.builder(
                        Severity.WARNING,
                        step,
                        "The %s leaps to %.3g at step %d, and was never larger than %.3g before.",
                        name,
                        loss,
                        step,
                        largest)
                .split(ofValidation ? Split.TRAIN_VAL : null)
                .evidence(Reading.ratio(series, name + " over its largest size before", loss, largest)
                        .above(context.setting(FACTOR)))
                .evidence(Reading.level(series, name, loss))
                .evidence(Reading.baseline(series, "largest " + name + " before", largest))
                .evidence(Reading.step("step of the leap", step));
        return Diagnosis.of(Symptom.SPIKES, context).addTo(finding);
    }
}
