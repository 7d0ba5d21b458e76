package io.gradwatch.agent.spool;

import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;

/**
 * A file spool that goes on in memory while no file can be written (disk full, read-only, gone), and returns to files
 * once all that it holds in memory is acknowledged. The order of the records is kept throughout.
 */
public final class OverflowSpool implements Spool {

    private static final System.Logger LOG = System.getLogger(OverflowSpool.class.getName());
    private static final long RETRY_NANOS = 5_000_000_000L;

    private final FileSpool files;
    private final MemorySpool memory;
    private boolean overflowing;
    private long overflowNanos;
    private String trouble = "";

    /** @param memory takes over when a file cannot be written, bounded as it is */
    public OverflowSpool(FileSpool files, MemorySpool memory) {
        this.files = files;
        this.memory = memory;
    }

    @Override
    public String trouble() {
        return trouble;
    }

    @Override
    public int damagedSegments() {
        return files.damagedSegments();
    }

    @Override
    public boolean append(byte[] record, Priority priority) {
        if (overflowing && mayReturn()) {
            overflowing = false;
        }
        if (!overflowing) {
            try {
                return files.append(record, priority);
            } catch (UncheckedIOException e) {
                overflow(e);
            }
        }
        return memory.append(record, priority);
    }

    private boolean mayReturn() {
        return memory.pendingBytes() == 0 && System.nanoTime() - overflowNanos > RETRY_NANOS;
    }

    private void overflow(UncheckedIOException e) {
        overflowing = true;
        overflowNanos = System.nanoTime();
        files.takeUnflushed().forEach(value -> memory.append(value, Priority.ESSENTIAL));
        if (trouble.isEmpty()) {
            LOG.log(Level.WARNING, "The spool cannot be written and goes on in memory: " + e.getCause());
        }
        trouble = "the spool cannot be written: " + e.getCause();
    }

    @Override
    public void flush() {
        if (overflowing) {
            return;
        }
        try {
            files.flush();
            trouble = "";
        } catch (UncheckedIOException e) {
            overflow(e);
        }
    }

    @Override
    public SpooledRecord next() {
        SpooledRecord record = files.next();
        return record != null ? record : memory.next();
    }

    @Override
    public void acknowledge(SpooledRecord record) {
        if (record.segment() == SpooledRecord.IN_MEMORY) {
            memory.acknowledge(record);
        } else {
            files.acknowledge(record);
        }
    }

    @Override
    public void rewind() {
        files.rewind();
        memory.rewind();
    }

    @Override
    public long pendingBytes() {
        return files.pendingBytes() + memory.pendingBytes();
    }

    @Override
    public int recordsInMemory() {
        return memory.recordsInMemory();
    }

    @Override
    public void close() {
        files.close();
        memory.close();
    }
}
