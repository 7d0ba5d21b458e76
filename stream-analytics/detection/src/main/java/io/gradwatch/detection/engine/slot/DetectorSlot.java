package io.gradwatch.detection.engine.slot;

import io.gradwatch.detection.engine.settings.SlotSettings;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.DetectorSpec.Role;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.Notice;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A detector in the engine: its settings, and which events it looks at at all. */
public final class DetectorSlot<S> {

    private final int place;
    private final Detector<S> detector;
    private final DetectorSpec spec;
    private final SlotSettings settings;
    private final int listensTo;
    private final boolean steps;
    private final boolean evaluations;
    private final boolean heartbeats;
    private final boolean notices;
    private final boolean ends;
    private final boolean timed;

    /** @param place of the detector's state among those of a run */
    public DetectorSlot(int place, Detector<S> detector, Map<String, Double> settings) {
        this.place = place;
        this.detector = detector;
        this.spec = detector.spec();
        this.settings = new SlotSettings(spec.keys(), settings);
        this.listensTo = SignalBits.anyOf(spec);
        this.steps = overrides("onStep");
        this.evaluations = overrides("onEvaluation");
        this.heartbeats = overrides("onHeartbeat");
        this.notices = overrides("onNotice");
        this.ends = overrides("onEnd");
        this.timed = overrides("patience");
    }

    public DetectorSpec spec() {
        return spec;
    }

    /** True if it is believed by itself in a run: who chooses a threshold of a witness decides when it is reported. */
    public Role role(DetectionState run) {
        return spec.role() == Role.WITNESS && settings(run).areChosen() ? Role.RULE : spec.role();
    }

    /**
     * True if an event is one for the detector.
     *
     * @param carried the event's signals, as {@link SignalBits#of} gives them
     */
    boolean looksAt(Object event, int carried) {
        if (event instanceof Step) {
            return steps && hears(carried);
        } else if (event instanceof Evaluation) {
            return evaluations && hears(carried);
        }
        return (heartbeats && event instanceof Heartbeat)
                || (notices && event instanceof Notice)
                || (ends && event instanceof RunEnded);
    }

    /** A step without any of the signals that a detector judges by is none to it. */
    private boolean hears(int carried) {
        return listensTo == SignalBits.ANY || (carried & listensTo) != 0;
    }

    /** True if the detector is switched off for a run. */
    public boolean off(DetectionState run) {
        return run.overrides().off(spec.id());
    }

    /** A detector that throws has said nothing: it may not keep the others from the event. */
    public Verdict observe(DetectorStates states, Object event, EventContext context) {
        S state = state(states);
        try {
            return ask(state, event, context.forDetector(settings(context.state())));
        } catch (RuntimeException e) {
            context.state().failed(spec.id(), e);
            return Verdict.UNCHANGED;
        }
    }

    private Verdict ask(S state, Object event, DetectionContext context) {
        if (event instanceof Step step) {
            return detector.onStep(state, step, context);
        } else if (event instanceof Evaluation evaluation) {
            return detector.onEvaluation(state, evaluation, context);
        } else if (event instanceof Heartbeat heartbeat) {
            return detector.onHeartbeat(state, heartbeat, context);
        } else if (event instanceof Notice notice) {
            return detector.onNotice(state, notice, context);
        }
        return detector.onEnd(state, (RunEnded) event, context);
    }

    /** Asks a detector that minds silence. */
    public Verdict silence(DetectorStates states, DetectionState run, long nowMillis) {
        Duration silence = Duration.ofMillis(nowMillis - run.lastRecordMillis);
        EventContext context = new EventContext(run, run.speaker, nowMillis, SignalBits.ANY);
        S state = state(states);
        try {
            return detector.onSilence(state, silence, context.forDetector(settings(context.state())));
        } catch (RuntimeException e) {
            run.failed(spec.id(), e);
            return Verdict.UNCHANGED;
        }
    }

    /** True if the detector minds silence at all. */
    boolean isTimed() {
        return timed;
    }

    /** Milliseconds; empty where the detector does not mind silence. */
    OptionalLong patience(DetectorStates states, EventContext context) {
        if (off(context.state())) {
            return OptionalLong.empty();
        }
        Optional<Duration> patience;
        try {
            patience = detector.patience(state(states), context.forDetector(settings(context.state())));
        } catch (RuntimeException e) {
            context.state().failed(spec.id(), e);
            return OptionalLong.empty();
        }
        return patience.isEmpty()
                ? OptionalLong.empty()
                : OptionalLong.of(
                        Math.max(RunTimeouts.SHORTEST_MILLIS, patience.get().toMillis()));
    }

    private SlotSettings settings(DetectionState run) {
        return run.overrides().of(spec.id(), settings);
    }

    @SuppressWarnings("unchecked")
    private S state(DetectorStates states) {
        Object kept = states.get(place);
        if (kept == null) {
            kept = detector.newState();
            states.put(place, kept);
        }
        return (S) kept;
    }

    private boolean overrides(String hook) {
        return Arrays.stream(detector.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(hook) && method.getDeclaringClass() != Detector.class);
    }
}
