package io.gradwatch.detection.engine.slot;

import io.gradwatch.detection.engine.state.DetectorStates;
import io.gradwatch.detection.engine.state.RunState;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/** How long a run may send nothing, and when it is forgotten; all in the time of the log. */
public final class Silence {

    /** How long an ended run is remembered, to tell its late records from a new run. */
    static final Duration RETENTION_ENDED = Duration.ofHours(1);

    /** How long a run without a record is remembered. */
    static final Duration RETENTION_SILENT = Duration.ofDays(7);

    /** Heartbeat intervals without a record after which another session may take over where no detector has a say. */
    private static final int TAKEOVER_HEARTBEATS = 3;

    /** No silence is shorter, whatever a detector says: most records are told from silence by this alone. */
    public static final long SHORTEST_MILLIS = 1_000;

    private final List<Seat<?>> timed;

    /** @param seats those that do not mind silence are left out */
    public Silence(List<Seat<?>> seats) {
        timed = seats.stream().filter(Seat::isTimed).collect(Collectors.toUnmodifiableList());
    }

    public List<Seat<?>> timed() {
        return timed;
    }

    /** Milliseconds that the least patient detector waits. */
    public long patienceMillis(RunState run, DetectorStates states) {
        long shortest = Long.MAX_VALUE;
        EventContext context = context(run);
        for (Seat<?> seat : timed) {
            shortest = Math.min(shortest, seat.patience(states, context).orElse(Long.MAX_VALUE));
        }
        return shortest < Long.MAX_VALUE
                ? shortest
                : Math.max(SHORTEST_MILLIS, TAKEOVER_HEARTBEATS * run.declared().getHeartbeatIntervalMillis());
    }

    /** When a detector is to be told; empty where it was told of this silence already, or does not mind. */
    public OptionalLong dueMillis(Seat<?> seat, RunState run, DetectorStates states) {
        return dueMillis(seat, states, context(run));
    }

    private static OptionalLong dueMillis(Seat<?> seat, DetectorStates states, EventContext context) {
        RunState run = context.state();
        if (run.toldOfSilence.contains(seat.spec().id())) {
            return OptionalLong.empty();
        }
        OptionalLong patience = seat.patience(states, context);
        return patience.isEmpty() ? patience : OptionalLong.of(run.lastRecordMillis + patience.getAsLong());
    }

    /** When something is due next if no record comes first. */
    public long wakeMillis(RunState run, DetectorStates states) {
        long wake = forgetMillis(run);
        if (!run.ended) {
            EventContext context = context(run);
            for (Seat<?> seat : timed) {
                wake = Math.min(wake, dueMillis(seat, states, context).orElse(Long.MAX_VALUE));
            }
        }
        return wake;
    }

    private static EventContext context(RunState run) {
        return new EventContext(run, run.speaker, run.lastRecordMillis, SignalsSeen.ANY);
    }

    /** When the run is forgotten. */
    public static long forgetMillis(RunState run) {
        return run.ended
                ? run.endedMillis + RETENTION_ENDED.toMillis()
                : run.lastRecordMillis + RETENTION_SILENT.toMillis();
    }
}
