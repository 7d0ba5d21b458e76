package io.gradwatch.detection.optimizer;

import com.google.auto.service.AutoService;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Ranks;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;

/**
 * Fires when the configuration that a run declares departs from sane defaults in a way that is likely to hurt.
 *
 * <p><b>Meaning</b> Start simple: Adam at 3e-4, ReLU in hidden layers, no strong regularization, an output that fits
 * the loss (K12). Each departure is named with what to do; it may be meant.
 *
 * <p><b>Input</b> Hyper-parameters, layers with their activations, and objective of the declaration; nothing is said of
 * what is not declared.
 *
 * <p><b>Statistic and thresholds</b> See {@link Departures}, with the source of each number.
 *
 * <p><b>Firing and recovery</b> Info, once, at the first step; stays until the end of the attempt.
 *
 * <p><b>Cost and limits</b> One byte of state a run, O(layers) at the first step. Names of hyper-parameters are
 * guessed: another name for the learning rate is not seen.
 */
@AutoService(Detector.class)
@SuppressWarnings("rawtypes")
public final class SaneDefaultsDetector implements Detector<SaneDefaultsDetector.State> {

    private static final DetectorSpec SPEC = new DetectorSpec(
            "sane-defaults",
            AlertClass.UNDERFITTING,
            Severity.INFO,
            Ranks.SPEAKER,
            List.of(),
            List.of("K4", "K8", "K12"),
            "Fires when the configuration that a run declares departs from sane defaults in a way that is likely to"
                    + " hurt.",
            List.of());

    /** True if it has judged. A Flink POJO. */
    public static class State {
        /** True if the first step was seen. */
        public boolean seen;
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
        if (state.seen) {
            return Verdict.UNCHANGED;
        }
        state.seen = true;
        List<Departures.Departure> departures = Departures.of(context.run());
        return departures.isEmpty()
                ? Verdict.UNCHANGED
                : Verdict.firing(SaneDefaultsFinding.of(departures, step.getStep()));
    }
}
