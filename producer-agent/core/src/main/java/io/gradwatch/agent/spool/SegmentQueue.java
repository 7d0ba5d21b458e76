package io.gradwatch.agent.spool;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.function.Consumer;

/**
 * The segments of one session, oldest first, and the position up to which Kafka has acknowledged them. A segment goes
 * when all of it is acknowledged; a damaged one is then set aside.
 */
final class SegmentQueue {

    private static final System.Logger LOG = System.getLogger(SegmentQueue.class.getName());
    private static final long SAVE_INTERVAL_NANOS = 1_000_000_000L;

    private final SessionFolder folder;
    private final int maxValueBytes;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private final byte[] key;
    private final long lastFound;
    private long nextNumber;
    private AcknowledgedPosition acknowledged;
    private AcknowledgedPosition saved;
    private long savedNanos = System.nanoTime();

    /**
     * The segments that are in the folder.
     *
     * @param key of the records in Kafka; null takes that of the files
     * @param maxValueBytes longest record
     */
    SegmentQueue(SessionFolder folder, byte[] key, int maxValueBytes) throws IOException {
        this.folder = folder;
        this.maxValueBytes = maxValueBytes;
        segments.addAll(folder.segments());
        acknowledged = AcknowledgedPosition.read(folder.path());
        saved = acknowledged;
        lastFound = segments.isEmpty() ? -1 : segments.peekLast().number;
        nextNumber = lastFound + 1;
        this.key = key == null ? keyInHeader() : key;
    }

    private byte[] keyInHeader() {
        for (Segment segment : segments) {
            try (SegmentReader header = new SegmentReader(segment, maxValueBytes)) {
                if (header.key() != null) {
                    return header.key();
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "The header of " + segment.path + " cannot be read: " + e);
            }
        }
        return new byte[0];
    }

    /** Of the records in Kafka; empty when no segment of a dead process says it. */
    byte[] key() {
        return key;
    }

    /** The last segment that was there at the start, -1 for none: a process may have died while it wrote it. */
    long lastFound() {
        return lastFound;
    }

    /** The newest record that can be read from the files, whether or not it was acknowledged; null for none. */
    byte[] newest() {
        Iterator<Segment> newestFirst = segments.descendingIterator();
        byte[] found = null;
        while (found == null && newestFirst.hasNext()) {
            found = SegmentReader.newestIn(newestFirst.next(), maxValueBytes);
        }
        return found;
    }

    /** The first segment from a number on that has bytes; null for none. */
    Segment first(long number) {
        return segments.stream()
                .filter(segment -> segment.number >= number && segment.length > 0)
                .findFirst()
                .orElse(null);
    }

    /** Null where there is none. */
    Segment last() {
        return segments.peekLast();
    }

    boolean isEmpty() {
        return segments.isEmpty();
    }

    /** Begins a new segment. */
    SegmentWriter begin() throws IOException {
        Segment segment = Segment.in(folder.path(), nextNumber);
        SegmentWriter writer;
        try {
            writer = new SegmentWriter(segment, key);
        } catch (IOException e) {
            Files.deleteIfExists(segment.path);
            throw e;
        }
        nextNumber++;
        segments.add(segment);
        return writer;
    }

    AcknowledgedPosition acknowledged() {
        return acknowledged;
    }

    void acknowledge(AcknowledgedPosition position) {
        acknowledged = position;
    }

    /** Saves the position, at most once a second. */
    void saveNowAndThen() {
        if (!acknowledged.equals(saved) && System.nanoTime() - savedNanos > SAVE_INTERVAL_NANOS) {
            save();
        }
    }

    /** Saves the position. */
    void save() {
        savedNanos = System.nanoTime();
        try {
            acknowledged.write(folder.path());
            saved = acknowledged;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The position in " + folder.path() + " cannot be saved, more is sent again: " + e);
        }
    }

    /**
     * Removes the segments of which nothing waits any more.
     *
     * @param growing stays; null for none
     * @param gone takes each segment before its file is removed
     */
    void retire(Segment growing, Consumer<Segment> gone) {
        while (!segments.isEmpty()) {
            Segment oldest = segments.peek();
            if (oldest == growing || start(oldest) < oldest.length) {
                return;
            }
            segments.poll();
            gone.accept(oldest);
            remove(oldest);
        }
    }

    private void remove(Segment segment) {
        try {
            if (segment.damaged) {
                folder.setAside(segment);
            } else {
                Files.deleteIfExists(segment.path);
            }
        } catch (IOException | RuntimeException e) {
            LOG.log(Level.WARNING, "The spool segment " + segment.path + " cannot be removed: " + e);
        }
    }

    /** Bytes in files that are not acknowledged. */
    long pendingBytes() {
        return segments.stream()
                .mapToLong(segment -> Math.max(0, segment.length - start(segment)))
                .sum();
    }

    /** Bytes in files. */
    long bytes() {
        return segments.stream().mapToLong(segment -> segment.length).sum();
    }

    /** Place of the first byte of a segment that is not acknowledged. */
    private long start(Segment segment) {
        if (segment.number < acknowledged.segment()) {
            return Long.MAX_VALUE;
        }
        long headerBytes = SegmentFormat.headerBytes(key.length);
        return segment.number == acknowledged.segment() ? Math.max(headerBytes, acknowledged.offset()) : headerBytes;
    }
}
