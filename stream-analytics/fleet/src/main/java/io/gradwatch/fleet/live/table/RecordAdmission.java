package io.gradwatch.fleet.live.table;

import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.Origin;

/**
 * Decides whether a record counts, by the rules of detection: an older attempt is superseded; a sequence number that is
 * not above the last one of its session is a repeat; another session is taken where the one before has ended or was
 * quiet for a while.
 */
final class RecordAdmission {

    /** Ranks with higher numbers are not kept. As in detection. */
    static final int MOST_RANKS = 16_384;

    /** Heartbeats that a session may miss before another one takes its rank. Own choice. */
    private static final int PATIENCE_HEARTBEATS = 3;

    private static final long SHORTEST_PATIENCE_MILLIS = 10_000;

    private RecordAdmission() {}

    /**
     * Decides about a record.
     *
     * @param rank known state of its rank, of any attempt; null without one
     */
    static boolean counts(LiveRun run, LiveRank rank, Origin origin, long logMillis) {
        if (origin.getAttempt() < run.getAttempt() || origin.getAttempt() < 0) {
            return false;
        }
        if (origin.getRank() < 0 || origin.getRank() >= MOST_RANKS) {
            return false;
        }
        if (rank == null || rank.getAttempt() != origin.getAttempt()) {
            return true;
        }
        if (rank.getSession() != origin.getSession()) {
            return rank.getEnded() || logMillis - rank.getLastRecordMillis() >= patience(run);
        }
        return origin.getSequence() > rank.getSequence() && !rank.getEnded();
    }

    private static long patience(LiveRun run) {
        return Math.max(SHORTEST_PATIENCE_MILLIS, PATIENCE_HEARTBEATS * run.getHeartbeatIntervalMillis());
    }
}
