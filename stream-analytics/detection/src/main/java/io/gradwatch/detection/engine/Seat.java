package io.gradwatch.detection.engine;

import io.gradwatch.detection.spi.DetectionContext;
import io.gradwatch.detection.spi.Detector;
import io.gradwatch.detection.spi.DetectorSpec;
import io.gradwatch.detection.spi.Signal;
import io.gradwatch.detection.spi.Verdict;
import io.gradwatch.schema.Evaluation;
import io.gradwatch.schema.Heartbeat;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;

/** A detector in the engine: its settings, and which events it looks at at all. */
final class Seat<S> {

    private final Detector<S> detector;
    private final DetectorSpec spec;
    private final Map<String, Double> settings;
    private final boolean steps;
    private final boolean evaluations;
    private final boolean heartbeats;
    private final boolean ends;
    private final boolean timed;

    Seat(Detector<S> detector, Map<String, Double> settings) {
        this.detector = detector;
        this.spec = detector.spec();
        this.settings = settings;
        this.steps = overrides("onStep");
        this.evaluations = overrides("onEvaluation");
        this.heartbeats = overrides("onHeartbeat");
        this.ends = overrides("onEnd");
        this.timed = spec.needs().stream().anyMatch(set -> set.contains(Signal.LOG_TIME));
    }

    DetectorSpec spec() {
        return spec;
    }

    Verdict observe(DetectorStates states, Object event, RunState run, int rank, long logTimeMillis) {
        if (!looksAt(event) || run.overrides().off(spec.id())) {
            return Verdict.UNCHANGED;
        }
        DetectionContext context = new RunContext(run, rank, logTimeMillis, settings(run));
        return ask(states, run, state -> {
            if (event instanceof Step step) {
                return detector.onStep(state, step, context);
            } else if (event instanceof Evaluation evaluation) {
                return detector.onEvaluation(state, evaluation, context);
            } else if (event instanceof Heartbeat heartbeat) {
                return detector.onHeartbeat(state, heartbeat, context);
            } else if (event instanceof RunEnded ended) {
                return detector.onEnd(state, ended, context);
            }
            return Verdict.UNCHANGED;
        });
    }

    Verdict silence(DetectorStates states, RunState run, long nowMillis) {
        Duration silence = Duration.ofMillis(nowMillis - run.lastRecordMillis);
        RunContext context = new RunContext(run, run.speaker, nowMillis, settings(run));
        return ask(states, run, state -> detector.onSilence(state, silence, context));
    }

    /** A detector that throws has said nothing: it may not keep the others from the event. */
    private Verdict ask(DetectorStates states, RunState run, Function<S, Verdict> question) {
        S state = state(states);
        Verdict verdict = Verdict.UNCHANGED;
        try {
            verdict = question.apply(state);
        } catch (RuntimeException e) {
            run.failed(spec.id(), e);
        }
        states.put(detector, state);
        return verdict;
    }

    /** Milliseconds; empty where the detector does not mind silence. */
    OptionalLong patience(DetectorStates states, RunState run) {
        if (!timed || run.overrides().off(spec.id())) {
            return OptionalLong.empty();
        }
        Optional<Duration> patience;
        try {
            patience = detector.patience(
                    state(states), new RunContext(run, run.speaker, run.lastRecordMillis, settings(run)));
        } catch (RuntimeException e) {
            run.failed(spec.id(), e);
            return OptionalLong.empty();
        }
        return patience.map(duration -> OptionalLong.of(Math.max(1, duration.toMillis())))
                .orElseGet(OptionalLong::empty);
    }

    private Map<String, Double> settings(RunState run) {
        return run.overrides().of(spec.id(), settings);
    }

    private boolean looksAt(Object event) {
        return (steps && event instanceof Step)
                || (evaluations && event instanceof Evaluation)
                || (heartbeats && event instanceof Heartbeat)
                || (ends && event instanceof RunEnded);
    }

    private S state(DetectorStates states) {
        S kept = states.get(detector);
        return kept == null ? detector.newState() : kept;
    }

    private boolean overrides(String hook) {
        return Arrays.stream(detector.getClass().getMethods())
                .anyMatch(method -> method.getName().equals(hook) && method.getDeclaringClass() != Detector.class);
    }
}
