package io.gradwatch.detection.job.operator;

import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.job.state.RunState;
import io.gradwatch.detection.job.state.RunStateSerializer;
import io.gradwatch.detection.spi.Detector;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.flink.api.common.functions.RuntimeContext;
import org.apache.flink.api.common.state.ValueState;
import org.apache.flink.api.common.state.ValueStateDescriptor;

/**
 * State of the runs: the engine's state, one state a detector, and when the timer fires.
 *
 * <p>A step asks for it several times, and each of Flink's look-ups costs as much as a detector; so between two
 * checkpoints the states are held here. {@link #save} hands them to Flink before each checkpoint and forgets them: the
 * next record of a run gets its state back from Flink, which copies what the checkpoint is still writing.
 */
final class RunStateCache {

    private final ValueState<RunState> runs;
    private final Map<String, RunState> cache = new HashMap<>();
    private RunState current;

    RunStateCache(RuntimeContext runtime, List<Detector<?>> detectors) {
        runs = runtime.getState(new ValueStateDescriptor<>("run", RunStateSerializer.of(detectors)));
    }

    /**
     * Makes everything else here be about this run, which must be Flink's current key.
     *
     * @return its state, null where nothing is known of it
     */
    DetectionState recall(String runId) throws IOException {
        current = cache.get(runId);
        if (current == null) {
            current = runs.value();
            if (current == null) {
                current = new RunState();
            } else {
                cache.put(runId, current);
            }
        }
        return current.engine;
    }

    /** Keeps the state of the run. */
    void keep(String runId, DetectionState run) {
        if (current.engine != run) {
            current.engine = run;
            cache.put(runId, current);
        }
    }

    /** Forgets the run. */
    void forget(String runId) {
        cache.remove(runId);
        current = new RunState();
        runs.clear();
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
        for (Map.Entry<String, RunState> entry : cache.entrySet()) {
            currentKey.accept(entry.getKey());
            runs.update(entry.getValue());
        }
        cache.clear();
        current = null;
    }
}
