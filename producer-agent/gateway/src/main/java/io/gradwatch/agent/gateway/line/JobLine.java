package io.gradwatch.agent.gateway.line;

/** One line of a job. */
public sealed interface JobLine {

    /**
     * The job and its session.
     *
     * @param protocol version of the protocol that it speaks
     * @param token empty where it has none
     * @param session 0 or more
     * @param pid its process on this host; 0 where that is not visible
     * @param client name and version of its library, for the log
     * @param attempt null where it is to be counted here
     * @param rank from 0
     * @param alerts whether it wants the alerts of its run
     */
    record Hello(
            int protocol,
            String token,
            long session,
            long pid,
            String client,
            String runId,
            Integer attempt,
            int rank,
            boolean alerts)
            implements JobLine {

        /** Without the token. */
        @Override
        public String toString() {
            return "Hello(" + client + ", process " + pid + ", run " + runId + ", rank " + rank + ")";
        }
    }

    /**
     * One event of its run.
     *
     * @param sequence its number in the session, from 0
     * @param timestampMillis clock of the host, milliseconds since 1970-01-01 UTC
     * @param event one of the records that {@code Telemetry.event} may hold, all fields set
     */
    record Event(long sequence, long timestampMillis, Object event) implements JobLine {}
}
