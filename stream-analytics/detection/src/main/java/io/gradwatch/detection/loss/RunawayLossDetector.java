package io.gradwatch.detection.loss;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.curve.LossMeaning;
import io.gradwatch.detection.diagnosis.Diagnosis;
import io.gradwatch.detection.diagnosis.Symptom;
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
 * Fires when the loss stays above {@code factor} times all that it ever was before.
 *
 * <p><b>Meaning</b> The parameters left the region in which the model works (K1): no noise, schedule or restart does
 * that.
 *
 * <p><b>Input</b> {@link Step#getLoss()} of the speaking rank, above zero. A loss that was ever zero or less is not
 * judged.
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
 * <p><b>Cost and limits</b> 32 bytes of state. Known false alarm: a term of the loss whose weight is raised in a leap.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class RunawayLossDetector implements Detector<RunawayLossDetector.State> {

    static final ConfigKey<Double> FACTOR =
            ConfigKey.number("factor", 3.0, 1.5, 1e6, "Loss over its highest value before, a factor.");

    private static final int BEFORE = 5;
    private static final int IN_ROW = 4;

    private static final DetectorSpec SPEC = new DetectorSpec(
            "runaway-loss",
            AlertClass.DIVERGING,
            Severity.CRITICAL,
            Ranks.SPEAKER,
            List.of(Set.of(Signal.LOSS)),
            List.of("K1"),
            "Fires when the loss stays above `factor` times all that it ever was before.",
            List.of(FACTOR));

    /** Course of the loss so far. A Flink POJO. */
    public static class State {
        /** Highest value before those in a row. */
        public double highest;

        /** Highest value of those in a row. */
        public double top;

        /** Step of the first value in a row. */
        public long since;

        /** Values before those in a row; less than zero where a value was not above zero. */
        public int before;

        /** Values in a row: too high while nothing fires, back while it does. */
        public int inRow;

        /** Whether the alert is open. */
        public boolean firing;
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
        Double loss = step.getLoss();
        if (loss == null || !Double.isFinite(loss) || state.before < 0) {
            return Verdict.UNCHANGED;
        }
        if (state.firing) {
            return back(state, loss);
        }
        if (loss <= 0) {
            state.before = -1;
            return Verdict.UNCHANGED;
        }
        double factor = context.setting(FACTOR);
        if (state.before < BEFORE || loss <= factor * state.highest) {
            state.highest = Math.max(state.highest, Math.max(loss, state.inRow > 0 ? state.top : 0));
            state.before = Math.min(BEFORE, state.before + state.inRow + 1);
            state.inRow = 0;
            return Verdict.UNCHANGED;
        }
        state.since = state.inRow == 0 ? step.getStep() : state.since;
        state.top = state.inRow == 0 ? loss : Math.max(state.top, loss);
        state.inRow++;
        if (state.inRow < IN_ROW || !LossMeaning.isError(context.run())) {
            return Verdict.UNCHANGED;
        }
        state.firing = true;
        state.inRow = 0;
        return Verdict.firing(finding(state, loss, factor, context));
    }

    private static Verdict back(State state, double loss) {
        state.inRow = loss <= state.highest ? state.inRow + 1 : 0;
        if (state.inRow < IN_ROW) {
            return Verdict.UNCHANGED;
        }
        state.firing = false;
        state.inRow = 0;
        state.highest = Math.max(state.highest, state.top);
        return Verdict.CLEARED;
    }

    private static Finding finding(State state, double loss, double factor, DetectionContext context) {
        Finding.Builder finding = Finding.builder(
                        Severity.CRITICAL,
                        state.since,
                        "The loss ran away at step %d: it is %.3g, and was never above %.3g before.",
                        state.since,
                        loss,
                        state.highest)
                .evidence(Reading.ratio(SeriesNames.LOSS, "loss over its highest value before", loss, state.highest)
                        .above(factor))
                .evidence(Reading.level(SeriesNames.LOSS, "loss now", loss))
                .evidence(Reading.baseline(SeriesNames.LOSS, "highest loss before", state.highest))
                .evidence(Reading.step("first step above", state.since));
        return Diagnosis.of(Symptom.GOES_UP, context).addTo(finding).build();
    }
}
