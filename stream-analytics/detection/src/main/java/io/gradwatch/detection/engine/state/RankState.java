package io.gradwatch.detection.engine.state;

/** State of one rank of an attempt. A plain state. */
public class RankState {

    /** Session of the agent that speaks for the rank. */
    public long session;

    /** Last sequence number of the session. */
    public long sequence = -1;

    /** Last step of the session, -1 before the first. */
    public long step = -1;

    /** Time in the log of the last record of the session, milliseconds since 1970-01-01 UTC; 0 without a time. */
    public long lastRecordMillis;

    /** The agent's clock at the last record of the session, milliseconds since 1970-01-01 UTC. */
    public long lastEventMillis;

    /** True if the session said that it ended. */
    public boolean ended;
}
