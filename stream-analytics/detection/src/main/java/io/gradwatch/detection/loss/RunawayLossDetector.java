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
 * Fires when the loss, or the validation loss, stays above {@code factor} times all that it ever was before.
 *
 * <p><b>Meaning</b> The parameters left the region in which the model works (K1): no noise, schedule or restart does
 * that.
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank and {@link Evaluation#getLoss()} on the train-val split,
 * each by itself. A loss that was ever zero or less is not judged.
 *
 * <p><b>Statistic</b> {@value #IN_ROW} values in a row above {@code factor} times the highest value before them, of
 * which there are at least {@value #BEFORE}.
 *
 * <p><b>Thresholds</b> See {@link #spec()}. Of 973 labelled healthy runs (real, of the lab, synthetic) none does that;
 * with two values in a row and a factor of 2 three do, all of reinforcement learning. docs/CALIBRATION.md.
 *
 * <p><b>Firing and recovery</b> At the {@value #IN_ROW}th value, critical. Recovered after {@value #IN_ROW} values in a
 * row that are no higher than what was before.
 *
 * <p><b>Cost and limits</b> 90 bytes of state. Known false alarm: a term of the loss whose weight is raised in a leap.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class RunawayLossDetector extends SpecifiedDetector<RunawayLossDetector.State> {

    static final ConfigKey<Double> FACTOR =
            ConfigKey.number("factor", 3.0, 1.5, 1e6, "Loss over its highest value before, a factor.");

    private static final int BEFORE = 5;
    private static final int IN_ROW = 4;

    /** For the service loader. */
    public RunawayLossDetector() {
        super(
                State::new,
                DetectorSpec.of("runaway-loss", AlertClass.DIVERGING, Severity.CRITICAL)
                        .judgesBy(Signal.LOSS)
                        .judgesBy(Signal.EVALUATION_LOSS)
                        .settings(FACTOR));
    }

    /** Course of both losses. A plain state. */
    public static class State extends FiringState {
        /** Loss of the steps. */
        public Height loss = new Height();

        /** Loss of the evaluations on the train-val split. */
        public Height validation = new Height();

        /** True where the validation loss opened it. */
        public boolean ofValidation;
    }

    /** Height of a series. A plain state. */
    public static class Height {
        /** Highest value before those in a row. */
        public double highest;

        /** Highest value of those in a row. */
        public double top;

        /** Step of the first value in a row. */
        public long since;

        /** Values before those in a row, counted to {@value #BEFORE}; -1 once a value was not above zero. */
        public int before;

        /** Values in a row: too high while nothing fires, back while it does. */
        public int inRow;

        private boolean ranAway(double value, long step, double factor) {
            if (value <= 0 || before < 0) {
                before = -1;
                return false;
            }
            if (before < BEFORE || value <= factor * highest) {
                highest = Math.max(highest, inRow > 0 ? Math.max(value, top) : value);
                before = Math.min(BEFORE, before + inRow + 1);
                inRow = 0;
                return false;
            }
            since = inRow == 0 ? step : since;
            top = inRow == 0 ? value : Math.max(top, value);
            inRow++;
            return inRow >= IN_ROW;
        }

        private boolean isBack(double value) {
            inRow = value <= highest ? inRow + 1 : 0;
            if (inRow < IN_ROW) {
                return false;
            }
            highest = Math.max(highest, top);
            inRow = 0;
            return true;
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
        Height height = ofValidation ? state.validation : state.loss;
        if (state.firing()) {
            return state.clearIf(height.isBack(loss));
        }
        if (!height.ranAway(loss, step, context.setting(FACTOR)) || !LossMeaning.isError(context.run())) {
            return Verdict.UNCHANGED;
        }
        state.ofValidation = ofValidation;
        height.inRow = 0;
        return state.fire(finding(height, ofValidation, loss, context));
    }

    private static Finding.Builder finding(Height height, boolean ofValidation, double loss, DetectionContext context) {
        String series = ofValidation ? SeriesNames.ofEvaluation(Split.TRAIN_VAL, SeriesNames.LOSS) : SeriesNames.LOSS;
        String name = ofValidation ? "validation loss" : "loss";
        Finding.Builder finding = Finding.builder(
                        Severity.CRITICAL,
                        height.since,
                        "The %s ran away at step %d: it is %.3g, and was never above %.3g before.",
                        name,
                        height.since,
                        loss,
                        height.highest)
                .split(ofValidation ? Split.TRAIN_VAL : null)
                .evidence(Reading.ratio(series, name + " over its highest value before", loss, height.highest)
                        .above(context.setting(FACTOR)))
                .evidence(Reading.level(series, name + " now", loss))
                .evidence(Reading.baseline(series, "highest " + name + " before", height.highest))
                .evidence(Reading.step("first step above", height.since));
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding);
    }
}
