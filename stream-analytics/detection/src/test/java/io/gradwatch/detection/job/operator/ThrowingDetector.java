package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.fault.AlertClass;
import java.util.List;
import java.util.Set;

/** Throws at every step whose loss is {@link #POISON}; registered in {@code META-INF/services} of the tests. */
public final class ThrowingDetector implements Detector<ThrowingDetector.State> {

    /** The loss on which it throws. */
    public static final double POISON = 666;

    /** Nothing to remember. A plain state. */
    public static class State {
        public int steps;
    }

    @Override
    public DetectorSpec spec() {
        return new DetectorSpec(
                "aaa-throwing",
                AlertClass.WIRING,
                Severity.INFO,
                DetectorSpec.Ranks.SPEAKER,
                List.of(Set.of(Signal.LOSS)),
                List.of(),
                "Fires when never.",
                List.of(),
                DetectorSpec.Role.RULE);
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
        if (step.getLoss() != null && step.getLoss() == POISON) {
            throw new IllegalArgumentException("poison at step " + step.getStep());
        }
        return Verdict.UNCHANGED;
    }
}
