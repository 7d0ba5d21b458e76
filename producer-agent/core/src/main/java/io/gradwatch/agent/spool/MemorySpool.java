package io.gradwatch.agent.spool;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;

/** A spool that dies with the process: the fallback where no file can be written. */
public final class MemorySpool implements Spool {

    /** Part of the limit that only essential records may use: one in this many bytes. */
    private static final int RESERVE_DIVISOR = 8;

    private final byte[] key;
    private final long limitBytes;
    private final AtomicLong bytesOfAll;
    private final ArrayDeque<SpooledRecord> unread = new ArrayDeque<>();
    private final ArrayDeque<SpooledRecord> unacknowledged = new ArrayDeque<>();
    private long pendingBytes;

    /**
     * A spool that shares its room with others.
     *
     * @param key of all records in Kafka
     * @param limitBytes what the values of all together may take
     * @param bytesOfAll what they take
     */
    public MemorySpool(byte[] key, long limitBytes, AtomicLong bytesOfAll) {
        this.key = key;
        this.limitBytes = limitBytes;
        this.bytesOfAll = bytesOfAll;
    }

    @Override
    public boolean append(byte[] record, Priority priority) {
        long room = priority == Priority.ESSENTIAL ? limitBytes : limitBytes - limitBytes / RESERVE_DIVISOR;
        if (bytesOfAll.get() + record.length > room) {
            return false;
        }
        unread.add(new SpooledRecord(key, record, SpooledRecord.IN_MEMORY, 0));
        take(record.length);
        return true;
    }

    private void take(long bytes) {
        pendingBytes += bytes;
        bytesOfAll.addAndGet(bytes);
    }

    @Override
    public void flush() {}

    @Override
    public SpooledRecord next() {
        SpooledRecord record = unread.poll();
        if (record != null) {
            unacknowledged.add(record);
        }
        return record;
    }

    @Override
    public void acknowledge(SpooledRecord record) {
        if (unacknowledged.peek() == record) {
            unacknowledged.poll();
            take(-record.value().length);
        }
    }

    @Override
    public void rewind() {
        while (!unacknowledged.isEmpty()) {
            unread.addFirst(unacknowledged.pollLast());
        }
    }

    @Override
    public long pendingBytes() {
        return pendingBytes;
    }

    @Override
    public int recordsInMemory() {
        return unread.size() + unacknowledged.size();
    }

    @Override
    public void close() {
        bytesOfAll.addAndGet(-pendingBytes);
    }
}
