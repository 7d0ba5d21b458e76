package io.gradwatch.agent.relay;

import io.gradwatch.schema.Origin;

/**
 * Origin of the records of one session.
 *
 * @param runId id of the run
 * @param attempt count of its starts, from 0
 * @param rank of this process, from 0
 * @param session random, one for each agent
 */
record RunIdentity(String runId, int attempt, int rank, long session) {

    /** @param backlog whether a log said it before anybody watched it */
    Origin origin(long sequence, long timestampMillis, boolean backlog) {
        return new Origin(runId, attempt, rank, session, sequence, timestampMillis, backlog);
    }
}
