package io.gradwatch.detection.engine.slot;

import io.gradwatch.admission.AdmissionRule;
import io.gradwatch.detection.engine.state.DetectionState;
import io.gradwatch.detection.engine.state.DetectorStates;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** Time-outs of a run without records: silence, and when the run is forgotten. All in the time of the log. */
public final class RunTimeouts {

    /** Retention of an ended run, to tell its late records from a new run. */
    static final Duration RETENTION_ENDED = Duration.ofHours(1);

    /** Retention of a run without a record. */
    static final Duration RETENTION_SILENT = Duration.ofDays(7);

    /** No silence is shorter, whatever a detector says: most records are told from silence by this alone. */
    public static final long SHORTEST_MILLIS = 1_000;

    private final List<DetectorSlot<?>> timed;

    /** @param slots those that do not mind silence are left out */
    public RunTimeouts(List<DetectorSlot<?>> slots) {
        timed = slots.stream().filter(DetectorSlot::isTimed).collect(Collectors.toUnmodifiableList());
    }

    public List<DetectorSlot<?>> timed() {
        return timed;
    }

    /** Milliseconds that the least patient detector waits. */
    public long patienceMillis(DetectionState run, DetectorStates states) {
        long shortest = Long.MAX_VALUE;
        EventContext context = context(run);
        for (DetectorSlot<?> slot : timed) {
            shortest = Math.min(shortest, slot.patience(states, context).orElse(Long.MAX_VALUE));
        }
        return shortest < Long.MAX_VALUE
                ? shortest
                : Math.max(
                        SHORTEST_MILLIS,
                        AdmissionRule.PATIENCE_HEARTBEATS * run.declared().getHeartbeatIntervalMillis());
    }

    /** Time at which a detector is asked about the silence; empty where it was asked already, or has no patience. */
    public OptionalLong dueMillis(DetectorSlot<?> slot, DetectionState run, DetectorStates states) {
        return dueMillis(slot, states, context(run));
    }

    private static OptionalLong dueMillis(DetectorSlot<?> slot, DetectorStates states, EventContext context) {
        DetectionState run = context.state();
        if (run.silenceReported.contains(slot.spec().id())) {
            return OptionalLong.empty();
        }
        OptionalLong patience = slot.patience(states, context);
        return patience.isEmpty() ? patience : OptionalLong.of(run.lastRecordMillis + patience.getAsLong());
    }

    /** Next time at which something is due if no record comes first. */
    public long wakeMillis(DetectionState run, DetectorStates states) {
        long wake = forgetMillis(run);
        if (!run.ended) {
            EventContext context = context(run);
            for (DetectorSlot<?> slot : timed) {
                wake = Math.min(wake, dueMillis(slot, states, context).orElse(Long.MAX_VALUE));
            }
        }
        return wake;
    }

    private static EventContext context(DetectionState run) {
        return new EventContext(run, run.speaker, run.lastRecordMillis, SignalBits.ANY);
    }

    /** Time at which the run is forgotten. */
    public static long forgetMillis(DetectionState run) {
        return run.ended
                ? run.endedMillis + RETENTION_ENDED.toMillis()
                : run.lastRecordMillis + RETENTION_SILENT.toMillis();
    }
}
