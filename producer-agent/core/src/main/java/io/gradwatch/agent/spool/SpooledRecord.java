package io.gradwatch.agent.spool;

/** A record that was read from a spool; equal to itself only. The arrays are not to be changed. */
public final class SpooledRecord {

    static final long IN_MEMORY = -1;

    private final byte[] key;
    private final byte[] value;
    private final long segment;
    private final long end;

    /**
     * @param segment number of the segment that holds it, {@link #IN_MEMORY} for none
     * @param end where the next record of the segment starts, bytes
     */
    SpooledRecord(byte[] key, byte[] value, long segment, long end) {
        this.key = key;
        this.value = value;
        this.segment = segment;
        this.end = end;
    }

    /** Key of the record in Kafka. */
    public byte[] key() {
        return key;
    }

    /** Value of the record in Kafka. */
    public byte[] value() {
        return value;
    }

    long segment() {
        return segment;
    }

    long end() {
        return end;
    }
}
