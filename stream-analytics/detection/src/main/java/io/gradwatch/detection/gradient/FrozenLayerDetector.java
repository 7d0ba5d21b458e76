package io.gradwatch.detection.gradient;

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
import io.gradwatch.detection.stats.LossProgress;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.Map;
import java.util.Optional;

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
public final class FrozenLayerDetector extends SpecifiedDetector<FrozenLayerDetector.State> {

    static final ConfigKey<Double> STEPS =
            ConfigKey.number("steps", 100.0, 1, 1e9, "Steps over which nothing may have changed.");

    static final int OBSERVATIONS = 5;

    /** Times the steps after which a part that stands still is blamed for a flat loss. */
    private static final int BLAMED = 2;

    /** For the service loader. */
    public FrozenLayerDetector() {
        super(
                State::new,
                DetectorSpec.of("frozen-layer", AlertClass.STALLED, Severity.WARNING)
                        .judgesBy(Signal.TENSORS)
                        .settings(STEPS));
    }

    /** State of a run. A plain state. */
    public static class State extends FiringState {
        /** Tensors that stand still. */
        public Unchanged unchanged = new Unchanged();
        /** Of the loss. */
        public LossProgress loss = new LossProgress();
        /** Measurements in a row at which nothing showed it any more. */
        public int calm;
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
        return state.fire(severity, () -> finding(state, severity, step.getStep(), (long) context.setting(STEPS)));
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
        return state.clearIf(state.calm >= OBSERVATIONS);
    }

    private static Finding.Builder finding(State state, Severity severity, long now, long steps) {
        Unchanged unchanged = state.unchanged;
        boolean whole = unchanged.wholeInRow >= OBSERVATIONS && now - unchanged.wholeSince >= steps;
        Optional<Map.Entry<String, LayerStreaks.Streak>> part = unchanged.still.longest(OBSERVATIONS, steps, now);
        long onset = whole
                ? unchanged.wholeSince
                : part.map(one -> one.getValue().since).orElse(now);
        int inRow = whole
                ? unchanged.wholeInRow
                : part.map(one -> one.getValue().count).orElse(0);
        String name = part.map(Map.Entry::getKey).orElse("");
        long count = unchanged.still.count(OBSERVATIONS, steps, now);
        String which = name.startsWith("gradient of ") ? "the " + name + " is zero" : name + " does not change";
        String others = count <= 1 ? "" : count == 2 ? ", as one other tensor" : ", as " + (count - 1) + " others";
        Finding.Builder finding = whole
                ? Finding.builder(
                        severity,
                        onset,
                        "Nothing learns: no parameter has changed, or every gradient has been zero, at %d measurements"
                                + " since step %d.",
                        inRow,
                        onset)
                : Finding.builder(
                        severity,
                        onset,
                        "A part of the network does not learn: %s at %d measurements since step %d%s.",
                        which,
                        inRow,
                        onset,
                        others);
        finding.evidence(Reading.count("measurements in a row", inRow, "measurements")
                        .atLeast(OBSERVATIONS))
                .evidence(Reading.count("steps", now - onset, "steps").atLeast(steps))
                .evidence(Reading.step("first step without a change", onset));
        if (!whole) {
            finding.layer(name.replaceFirst("^gradient of ", ""))
                    .evidence(Reading.count("tensors that stand still", count, "tensors"))
                    .evidence(Reading.count("other tensors that stand still", count - 1, "tensors"));
        }
        if (unchanged.still.leftOut > 0) {
            finding.evidence(Reading.count("measurements that were left out", unchanged.still.leftOut, "measurements"));
        }
        if (severity == Severity.INFO) {
            finding.advice("frozen-layer.on-purpose");
        }
        return finding.advice("frozen-layer");
    }
}
