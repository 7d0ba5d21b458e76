package io.gradwatch.detection.gradient;

import com.google.auto.service.AutoService;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Ranks;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.detection.stats.LossProgress;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;
import java.util.Set;

/**
 * Fires when parameters do not change at all, or gradients are exactly zero, at five measurements in a row over at
 * least `steps` steps.
 *
 * <p><b>Meaning</b> A part of the network does not learn. Usual causes: parameters that were not given to the optimizer
 * or do not require gradients, a graph that is cut (detach, argmax, no_grad), dead units or zero weights behind which
 * no gradient arrives (K4). Fine-tuning freezes layers on purpose.
 *
 * <p><b>Input</b> Of the speaking rank parameters and gradients in {@link Step#getTensors()}, {@link Step#getLoss()}
 * and {@link Step#getLearningRate()}. Layers that are declared with no trainable parameters do not count; nor do steps
 * that a loss scaler skipped, and steps at a learning rate of zero, which the learning-rate detector judges.
 *
 * <p><b>Statistic</b> L2 norm, mean and standard deviation bit-identical to those of the measurement before
 * ({@link Unchanged}).
 *
 * <p><b>Thresholds</b> Five measurements: DeepLocalize and DeepDiagnosis take five equal means (SageMaker Debugger
 * three). steps 100: own choice, longer than the start of a schedule that begins at zero.
 *
 * <p><b>Firing and recovery</b> Info where only a part stands still; warning where nothing changes or all gradients are
 * zero although the loss has not converged, and where a part stands still for 200 steps while the loss is flat.
 * Recovered when all that was measured moves at five in a row.
 *
 * <p><b>Cost and limits</b> At most 16 KB of state a run, O(tensors) a measurement. The first {@value Unchanged#MOST}
 * parameters are followed one by one, all of them together. Buffers sent as parameters look frozen (info).
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class FrozenLayerDetector implements Detector<FrozenLayerDetector.State> {

    static final ConfigKey<Double> STEPS =
            ConfigKey.number("steps", 100.0, 1, 1e9, "Steps over which nothing may have changed.");

    static final int OBSERVATIONS = 5;

    /** Times the steps after which a part that stands still is blamed for a flat loss. */
    private static final int BLAMED = 2;

    private static final DetectorSpec SPEC = new DetectorSpec(
            "frozen-layer",
            AlertClass.STALLED,
            Severity.WARNING,
            Ranks.SPEAKER,
            List.of(Set.of(Signal.TENSORS)),
            List.of("K4"),
            "Fires when parameters do not change at all, or gradients are exactly zero, at five measurements in a row"
                    + " over at least `steps` steps.",
            List.of(STEPS));

    /** State of a run. A Flink POJO. */
    public static class State {
        /** Tensors that stand still. */
        public Unchanged unchanged = new Unchanged();
        /** Of the loss. */
        public LossProgress loss = new LossProgress();
        /** Severity of the open alert, null while there is none. */
        public Severity open;
        /** Measurements in a row at which nothing showed it any more. */
        public int calm;
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
        state.loss.add(step.getLoss());
        boolean idle = step.getLearningRate() != null && step.getLearningRate() == 0;
        if (step.getTensors().isEmpty() || idle || step.getSkippedByLossScaler()) {
            return Verdict.UNCHANGED;
        }
        state.unchanged.take(step, context.run());
        Severity severity = severity(state, step.getStep(), (long) context.setting(STEPS));
        if (severity == null) {
            return calm(state);
        }
        if (state.open != null && state.open.compareTo(severity) >= 0) {
            return Verdict.UNCHANGED;
        }
        state.open = severity;
        return Verdict.firing(FrozenLayerFinding.of(state, severity, step.getStep(), (long) context.setting(STEPS)));
    }

    private static Severity severity(State state, long now, long steps) {
        Unchanged unchanged = state.unchanged;
        boolean whole = unchanged.wholeInRow >= OBSERVATIONS && now - unchanged.wholeSince >= steps;
        if (state.loss.converged()) {
            return null;
        }
        if (whole) {
            return Severity.WARNING;
        }
        if (unchanged.still.longest(OBSERVATIONS, steps, now).isEmpty()) {
            return null;
        }
        boolean blamed =
                unchanged.still.longest(OBSERVATIONS, BLAMED * steps, now).isPresent();
        return blamed && state.loss.flat() ? Severity.WARNING : Severity.INFO;
    }

    private static Verdict calm(State state) {
        state.calm = state.unchanged.still.layers.isEmpty() ? state.calm + 1 : 0;
        if (state.open == null || state.calm < OBSERVATIONS) {
            return Verdict.UNCHANGED;
        }
        state.open = null;
        return Verdict.CLEARED;
    }
}
