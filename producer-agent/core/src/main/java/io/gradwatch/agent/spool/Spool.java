package io.gradwatch.agent.spool;

/**
 * A queue of records in the order in which they were appended, from which a record goes only when it is acknowledged.
 * Not thread-safe.
 */
public interface Spool extends AutoCloseable {

    /** Weight of a record when room is short. */
    enum Priority {
        /** Dropped, the newest first, when all but the reserve is taken. */
        ORDINARY,
        /** May use the reserve: without it the rest cannot be understood. */
        ESSENTIAL
    }

    /**
     * Adds a record at the end.
     *
     * @return false when there is no room; the record is then lost and the caller counts it
     */
    boolean append(byte[] record, Priority priority);

    /** Makes what was appended readable, and safe from the death of the process where the spool has files. */
    void flush();

    /** The oldest record that was not read yet, or null when all were. */
    SpooledRecord next();

    /** Gives up the record, which must be the oldest one that was read and not acknowledged. */
    void acknowledge(SpooledRecord record);

    /** Reads again from the oldest record that was not acknowledged. */
    void rewind();

    /** Bytes of what is not acknowledged, 0 when nothing waits; never negative. */
    long pendingBytes();

    /**
     * Records that wait in memory only, and are lost when the process dies: the newest ones. To be asked after a flush.
     */
    int recordsInMemory();

    /** Why records are in memory only; empty where they are in files, or no file was ever asked for. */
    default String trouble() {
        return "";
    }

    /** Files with something in them that was not written as it stands there, so far. */
    default int damagedSegments() {
        return 0;
    }

    /** Ends the use of the spool; what is not acknowledged stays where it has files. */
    @Override
    void close();
}
