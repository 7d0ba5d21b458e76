package io.gradwatch.admission;

import io.gradwatch.schema.Origin;

/**
 * Rule by which detection and the fleet decide whether a record of a run counts: an older attempt is superseded;
 * another session takes a rank over only where the one before has ended or was silent for its patience; a sequence
 * number that is not above the last one of its session is a repeat.
 */
public enum AdmissionRule {
    /** The record counts. */
    ACCEPTED,
    /** A later attempt of the run has begun. */
    SUPERSEDED,
    /** Another session still sends for the rank. */
    OTHER_SESSION,
    /** The record was seen before. */
    DUPLICATE,
    /** The session ended before this record. */
    ENDED;

    /** Longest run id, characters: a longer one cannot be shown to people, nor cut without mixing up runs. */
    public static final int RUN_ID_CHARACTERS = 200;

    /** Most ranks of a run whose states are kept. */
    public static final int MOST_RANKS = 16_384;

    /** Default number of heartbeats that a session may miss before another one takes its rank. */
    public static final int PATIENCE_HEARTBEATS = 3;

    /**
     * Decides on the first record of a rank in its attempt.
     *
     * @param attempt the attempt that counts
     */
    public static AdmissionRule ofNewRank(Origin origin, int attempt) {
        return origin.getAttempt() < attempt ? SUPERSEDED : ACCEPTED;
    }

    /**
     * Decides on a record of a rank that has sent before in the attempt.
     *
     * @param attempt the attempt that counts
     * @param session that speaks for the rank
     * @param sequence last sequence number of that session
     * @param ended true if that session has ended
     * @param silent true if that session was silent for its patience; asked only of another session's record
     */
    public static AdmissionRule of(
            Origin origin, int attempt, long session, long sequence, boolean ended, boolean silent) {
        if (origin.getAttempt() < attempt) {
            return SUPERSEDED;
        }
        if (origin.getSession() != session) {
            return ended || silent ? ACCEPTED : OTHER_SESSION;
        }
        if (origin.getSequence() <= sequence) {
            return DUPLICATE;
        }
        return ended ? ENDED : ACCEPTED;
    }
}
