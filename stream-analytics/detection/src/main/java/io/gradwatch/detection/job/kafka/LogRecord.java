package io.gradwatch.detection.job.kafka;

/**
 * A record of the telemetry topic on its way to its key, not yet decoded: decoding once, behind the key, costs half of
 * what decoding before it does, because nothing has to be encoded again to cross the network.
 */
public final class LogRecord {

    /** The key as text; null when the key is no run id. */
    public String runId;

    /** The key as it came, only when it is no run id; null when it was absent, too. */
    public byte[] unusableKey;

    /** The value as it came; null where the record has none. */
    public byte[] value;

    /** Time of appending, milliseconds since 1970-01-01 UTC. */
    public long timestampMillis;

    int partition;

    public long offset;
}
