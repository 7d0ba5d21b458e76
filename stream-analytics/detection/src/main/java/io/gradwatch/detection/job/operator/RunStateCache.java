package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.spi.Detector;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeinfo.Types;

/**
 * State of the runs: the engine's state, one state a detector, and when the timer fires.
 *
 * <p>In Flink's keyed state each is a value of its own, so that a detector can be added, and its state can gain fields,
 * without touching the others' checkpoints. A step asks for ten of them, and each of Flink's look-ups costs as much as
 * a detector; so between two checkpoints a run's values are held together here, under one look-up. {@link #save} hands
 * them to Flink before each checkpoint and forgets them: the next record of a run gets them back from Flink, which
 * copies what the checkpoint is still writing.
 */
final class RunStateCache {

    /** The values of one run since the last checkpoint. */
    private static final class CachedRun {
        private DetectionState run;
        private Long wakeMillis;
        private final DetectorStates detectors = new DetectorStates();
    }

    private final ValueState<DetectionState> runs;
    private final ValueState<Long> wakes;
    private final List<ValueState<Object>> states;
    private final Map<String, CachedRun> cache = new HashMap<>();
    private CachedRun current;

    RunStateCache(RuntimeContext runtime, List<Detector<?>> detectors) {
        runs = runtime.getState(new ValueStateDescriptor<>("run", TypeInformation.of(DetectionState.class)));
        wakes = runtime.getState(new ValueStateDescriptor<>("wake", Types.LONG));
        states = detectors.stream().map(detector -> open(runtime, detector)).toList();
    }

    @SuppressWarnings("unchecked")
    private static ValueState<Object> open(RuntimeContext runtime, Detector<?> detector) {
        return runtime.getState(
                new ValueStateDescriptor<>("detector-" + detector.spec().id(), (TypeInformation<Object>)
                        TypeInformation.of(detector.stateType())));
    }

    /**
     * Makes everything else here be about this run, which must be Flink's current key.
     *
     * @return its state, null where nothing is known of it
     */
    DetectionState recall(String runId) throws IOException {
        current = cache.get(runId);
        if (current == null) {
            current = new CachedRun();
            current.run = runs.value();
            if (current.run != null) {
                current.wakeMillis = wakes.value();
                for (int place = 0; place < states.size(); place++) {
                    current.detectors.put(place, states.get(place).value());
                }
                cache.put(runId, current);
            }
        }
        return current.run;
    }

    /** Keeps the state of the run. */
    void keep(String runId, DetectionState run) {
        if (current.run != run) {
            current.run = run;
            cache.put(runId, current);
        }
    }

    /** Forgets the run. */
    void forget(String runId) {
        cache.remove(runId);
        current = new CachedRun();
        runs.clear();
        wakes.clear();
        states.forEach(ValueState::clear);
    }

    /** The states of the detectors of the run. */
    DetectorStates states() {
        return current.detectors;
    }

    /** Time at which the timer of the run fires, in the time of the log; null without one. */
    Long wakeMillis() {
        return current.wakeMillis;
    }

    void setWakeMillis(Long timeMillis) {
        current.wakeMillis = timeMillis;
    }

    /**
     * Hands everything to Flink's keyed state.
     *
     * @param currentKey makes a run Flink's current key
     */
    void save(Consumer<String> currentKey) throws IOException {
        for (Map.Entry<String, CachedRun> entry : cache.entrySet()) {
            currentKey.accept(entry.getKey());
            CachedRun run = entry.getValue();
            write(runs, run.run);
            write(wakes, run.wakeMillis);
            for (int place = 0; place < states.size(); place++) {
                write(states.get(place), run.detectors.get(place));
            }
        }
        cache.clear();
        current = null;
    }

    private static <T> void write(ValueState<T> state, T value) throws IOException {
        if (value == null) {
            state.clear();
        } else {
            state.update(value);
        }
    }
}
