package io.gradwatch.agent;

import io.gradwatch.schema.Origin;

/**
 * Who the records of an agent are from.
 *
 * @param runId id of the run
 * @param attempt count of its starts, from 0
 * @param rank of this process, from 0
 * @param session random, one for each agent
 */
record RunIdentity(String runId, int attempt, int rank, long session) {

    Origin origin(long sequence, long timestampMillis) {
        return origin(sequence, timestampMillis, false);
    }

    /** @param backlog whether a log said it before anybody watched it */
    Origin origin(long sequence, long timestampMillis, boolean backlog) {
        return new Origin(runId, attempt, rank, session, sequence, timestampMillis, backlog);
    }
}
