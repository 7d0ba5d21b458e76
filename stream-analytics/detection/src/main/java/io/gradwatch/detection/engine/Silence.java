package io.gradwatch.detection.engine;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;

/** How long a run may send nothing, and when it is forgotten; all in the time of the log. */
final class Silence {

    /** How long an ended run is remembered, to tell its late records from a new run. */
    static final Duration RETENTION_ENDED = Duration.ofHours(1);

    /** How long a run without a record is remembered. */
    static final Duration RETENTION_SILENT = Duration.ofDays(7);

    /** Heartbeat intervals without a record after which another session may take over where no detector has a say. */
    private static final int TAKEOVER_HEARTBEATS = 3;

    private final List<Seat<?>> seats;

    Silence(List<Seat<?>> seats) {
        this.seats = seats;
    }

    /** Milliseconds that the least patient detector waits. */
    long patienceMillis(RunState run, DetectorStates states) {
        long shortest = Long.MAX_VALUE;
        for (Seat<?> seat : seats) {
            shortest = Math.min(shortest, seat.patience(states, run).orElse(Long.MAX_VALUE));
        }
        return shortest < Long.MAX_VALUE
                ? shortest
                : Math.max(1, TAKEOVER_HEARTBEATS * run.declared().getHeartbeatIntervalMillis());
    }

    /** When a detector is to be told; empty where it was told of this silence already, or does not mind. */
    OptionalLong dueMillis(Seat<?> seat, RunState run, DetectorStates states) {
        if (run.toldOfSilence.contains(seat.spec().id())) {
            return OptionalLong.empty();
        }
        OptionalLong patience = seat.patience(states, run);
        return patience.isEmpty() ? patience : OptionalLong.of(run.lastRecordMillis + patience.getAsLong());
    }

    /** When something is due next if no record comes first. */
    long wakeMillis(RunState run, DetectorStates states) {
        long wake = forgetMillis(run);
        if (!run.ended) {
            for (Seat<?> seat : seats) {
                wake = Math.min(wake, dueMillis(seat, run, states).orElse(Long.MAX_VALUE));
            }
        }
        return wake;
    }

    /** When the run is forgotten. */
    static long forgetMillis(RunState run) {
        return run.ended
                ? run.endedMillis + RETENTION_ENDED.toMillis()
                : run.lastRecordMillis + RETENTION_SILENT.toMillis();
    }
}
