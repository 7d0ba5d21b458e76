package io.gradwatch.agent.spool;

/**
 * A record that was read from a spool. The arrays are not to be changed.
 *
 * @param key of the record in Kafka
 * @param value of the record in Kafka
 * @param segment number of the segment that holds it, {@link #IN_MEMORY} for none
 * @param end where the next record of the segment starts, bytes
 */
public record SpooledRecord(byte[] key, byte[] value, long segment, long end) {

    static final long IN_MEMORY = -1;
}
