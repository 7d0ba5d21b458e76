package io.gradwatch.fleet.history.write;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** What the writing of the history counted since it was opened. Thread-safe. */
public final class HistoryCounters {

    /** The topics that are written down. */
    public static final List<String> TOPICS = HistoryTopic.names();

    private final Map<String, LongAdder> read = new ConcurrentHashMap<>();
    private final Map<String, AtomicLong> newestMillis = new ConcurrentHashMap<>();
    private final LongAdder unreadable = new LongAdder();
    private final LongAdder rowsWritten = new LongAdder();
    private final LongAdder flushes = new LongAdder();
    private final LongAdder flushNanos = new LongAdder();

    public HistoryCounters() {
        for (String topic : TOPICS) {
            read.put(topic, new LongAdder());
            newestMillis.put(topic, new AtomicLong());
        }
    }

    public void read(String topic, int records, long lastTimestampMillis) {
        read.get(topic).add(records);
        newestMillis.get(topic).accumulateAndGet(lastTimestampMillis, Math::max);
    }

    void unreadable() {
        unreadable.increment();
    }

    void flushed(long rows, long nanos) {
        rowsWritten.add(rows);
        flushes.increment();
        flushNanos.add(nanos);
    }

    /** Records of a topic that were read. */
    public long recordsRead(String topic) {
        return read.get(topic).sum();
    }

    /** When the broker took the newest record that was read of a topic, milliseconds since 1970; 0 before the first. */
    public long newestRecordMillis(String topic) {
        return newestMillis.get(topic).get();
    }

    /** Records that could not be read and are left out. */
    public long recordsUnreadable() {
        return unreadable.sum();
    }

    /** Rows that were written to files and committed. */
    public long rowsWritten() {
        return rowsWritten.sum();
    }

    /** Commits that were written. */
    public long flushes() {
        return flushes.sum();
    }

    /** Time that the commits took together. */
    public double flushSeconds() {
        return flushNanos.sum() / 1e9;
    }
}
