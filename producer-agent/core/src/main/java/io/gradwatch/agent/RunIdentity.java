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
        return new Origin(runId, attempt, rank, session, sequence, timestampMillis, false);
    }
}
