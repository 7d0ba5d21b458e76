package io.gradwatch.agent.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A spool in segment files. What was flushed survives the death of the process; it is not forced to the disk, so the
 * death of the machine may cost the last seconds.
 *
 * <p>A segment goes when all of it is acknowledged. A segment with a damaged frame gives what stands before the damage
 * and is then set aside; the next one follows.
 */
public final class FileSpool implements Spool {

    private static final System.Logger LOG = System.getLogger(FileSpool.class.getName());
    private static final long SAVE_INTERVAL_NANOS = 1_000_000_000L;

    private final SessionFolder folder;
    private final SpoolLimits limits;
    private final LongSupplier bytesOfOthers;
    private final ArrayDeque<Segment> segments = new ArrayDeque<>();
    private SegmentWriter writer;
    private SegmentReader reader;
    /** Of the records in Kafka; empty when no segment of a dead process says it. */
    private byte[] key;
    /** The last segment that was there at the start, -1 for none: a process may have died while it wrote it. */
    private long lastFound = -1;

    private AcknowledgedPosition acknowledged;
    private AcknowledgedPosition saved;
    private AcknowledgedPosition readFrom;
    private long nextNumber;
    private int damagedSegments;
    private long othersBytes;
    private long othersMeasuredNanos;
    private long savedNanos = System.nanoTime();

    private FileSpool(SessionFolder folder, SpoolLimits limits, LongSupplier bytesOfOthers) {
        this.folder = folder;
        this.limits = limits;
        this.bytesOfOthers = bytesOfOthers;
    }

    static FileSpool ofSession(SessionFolder folder, byte[] key, SpoolLimits limits, LongSupplier bytesOfOthers)
            throws IOException {
        FileSpool spool = new FileSpool(folder, limits, bytesOfOthers);
        spool.load();
        spool.key = key;
        spool.measureOthers();
        return spool;
    }

    /** The spool of a dead process; it may grow again when its session goes on. */
    static FileSpool ofOrphan(SessionFolder folder, SpoolLimits limits, LongSupplier bytesOfOthers) throws IOException {
        FileSpool spool = new FileSpool(folder, limits, bytesOfOthers);
        spool.load();
        spool.key = spool.keyInHeader();
        return spool;
    }

    private void load() throws IOException {
        segments.addAll(folder.segments());
        acknowledged = AcknowledgedPosition.read(folder.path());
        saved = acknowledged;
        readFrom = acknowledged;
        lastFound = segments.isEmpty() ? -1 : segments.peekLast().number;
        nextNumber = lastFound + 1;
    }

    /** The session whose records these are. */
    public long session() {
        return folder.session();
    }

    /** The newest record that can be read from the files, whether or not it was acknowledged; null for none. */
    public byte[] newest() {
        Iterator<Segment> newestFirst = segments.descendingIterator();
        byte[] found = null;
        while (found == null && newestFirst.hasNext()) {
            found = SegmentReader.newestIn(newestFirst.next(), limits.maxValueBytes());
        }
        return found;
    }

    /** Key of the records in Kafka; empty when no segment of a dead process says it. */
    public byte[] key() {
        return key.clone();
    }

    private byte[] keyInHeader() {
        for (Segment segment : segments) {
            try (SegmentReader header = new SegmentReader(segment, limits.maxValueBytes())) {
                if (header.key() != null) {
                    return header.key();
                }
            } catch (IOException e) {
                LOG.log(Level.DEBUG, "The header of " + segment.path + " cannot be read: " + e);
            }
        }
        return new byte[0];
    }

    @Override
    public int damagedSegments() {
        return damagedSegments;
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException when no file can be written; {@link #takeUnflushed} then gives what the files lack
     */
    @Override
    public boolean append(byte[] record, Priority priority) {
        long frame = (long) record.length + SegmentFormat.FRAME_OVERHEAD;
        if (!hasRoom(frame, priority)) {
            return false;
        }
        try {
            if (writer != null && isFull(frame)) {
                writer.close();
                writer = null;
                retire();
            }
            if (writer == null) {
                begin();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        writer.append(record);
        return true;
    }

    private boolean isFull(long frame) {
        return writer.segment().length + writer.bufferedBytes() + frame > limits.segmentBytes();
    }

    private boolean hasRoom(long frame, Priority priority) {
        long needed = diskBytes() + frame + (priority == Priority.ESSENTIAL ? 0 : limits.reserveBytes());
        if (needed + othersBytes <= limits.totalBytes()) {
            return true;
        }
        if (System.nanoTime() - othersMeasuredNanos > SAVE_INTERVAL_NANOS) {
            measureOthers();
        }
        return needed + othersBytes <= limits.totalBytes();
    }

    private void measureOthers() {
        // Other sessions leave each their own reserve to be used.
        othersBytes = Math.min(bytesOfOthers.getAsLong(), limits.totalBytes() - limits.reserveBytes());
        othersMeasuredNanos = System.nanoTime();
    }

    private void begin() throws IOException {
        measureOthers();
        Segment segment = Segment.in(folder.path(), nextNumber);
        try {
            writer = new SegmentWriter(segment, key);
        } catch (IOException e) {
            Files.deleteIfExists(segment.path);
            throw e;
        }
        nextNumber++;
        segments.add(segment);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UncheckedIOException when no file can be written; {@link #takeUnflushed} then gives what the files lack
     */
    @Override
    public void flush() {
        try {
            if (writer != null) {
                writer.flush();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (!acknowledged.equals(saved) && System.nanoTime() - savedNanos > SAVE_INTERVAL_NANOS) {
            save();
        }
    }

    private void save() {
        savedNanos = System.nanoTime();
        try {
            acknowledged.write(folder.path());
            saved = acknowledged;
        } catch (IOException e) {
            LOG.log(Level.DEBUG, "The position in " + folder.path() + " cannot be saved, more is sent again: " + e);
        }
    }

    /** What was appended and could not be written; later records go to a new segment. */
    List<byte[]> takeUnflushed() {
        if (writer == null) {
            return List.of();
        }
        List<byte[]> values = writer.takeBuffered();
        writer.closeQuietly();
        writer = null;
        return values;
    }

    @Override
    public SpooledRecord next() {
        while (reader != null || open()) {
            if (reader == null) {
                continue;
            }
            Segment segment = reader.segment();
            try {
                byte[] value = reader.next();
                if (value != null) {
                    return new SpooledRecord(reader.key(), value, segment.number, reader.position());
                }
                if (segment == segments.peekLast()) {
                    return null;
                }
                leave(segment);
            } catch (SegmentReader.DamageException e) {
                damaged(segment, reader.position(), e.getMessage(), e.cut);
            } catch (IOException e) {
                damaged(segment, reader.position(), e.toString(), false);
            }
        }
        return null;
    }

    /** Opens the segment to read from, or leaves it behind when it cannot be read; false when there is none. */
    private boolean open() {
        Segment segment = firstToRead();
        if (segment == null) {
            return false;
        }
        try {
            reader = new SegmentReader(segment, limits.maxValueBytes());
            if (reader.key() != null) {
                reader.seek(segment.number == readFrom.segment() ? readFrom.offset() : 0);
            } else {
                damaged(segment, 0, "it does not start with a header", segment.length < SegmentFormat.headerBytes(0));
            }
        } catch (IOException e) {
            damaged(segment, 0, e.toString(), false);
        }
        return true;
    }

    private Segment firstToRead() {
        for (Segment segment : segments) {
            if (segment.number >= readFrom.segment() && segment.length > 0) {
                return segment;
            }
        }
        return null;
    }

    private void leave(Segment segment) {
        closeReader();
        readFrom = new AcknowledgedPosition(segment.number + 1, 0);
    }

    private void damaged(Segment segment, long readable, String reason, boolean cut) {
        long lost = segment.length - readable;
        boolean tornByDeath = cut && segment.number == lastFound;
        String what = "The spool segment " + segment.path + " is damaged at byte " + readable + ": " + reason + ". ";
        if (tornByDeath) {
            LOG.log(Level.INFO, what + "Its process died while it wrote; " + lost + " bytes are cut off.");
        } else {
            damagedSegments++;
            segment.damaged = true;
            LOG.log(Level.WARNING, what + "Its last " + lost + " bytes are not sent, and it is set aside.");
        }
        segment.length = readable;
        if (reader == null || reader.key() == null) {
            leave(segment);
        }
        if (writer != null && writer.segment() == segment) {
            takeUnflushed().forEach(value -> append(value, Priority.ESSENTIAL));
        }
        retire();
    }

    @Override
    public void acknowledge(SpooledRecord record) {
        acknowledged = new AcknowledgedPosition(record.segment(), record.end());
        retire();
    }

    /** Removes the segments of which nothing waits any more, but not the one that grows. */
    void retire() {
        while (!segments.isEmpty()) {
            Segment oldest = segments.peek();
            boolean growing = writer != null && writer.segment() == oldest;
            if (growing || start(oldest) < oldest.length) {
                return;
            }
            segments.poll();
            if (reader != null && reader.segment() == oldest) {
                leave(oldest);
            }
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

    @Override
    public void rewind() {
        closeReader();
        readFrom = acknowledged;
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public long pendingBytes() {
        long bytes = writer == null ? 0 : writer.bufferedBytes();
        for (Segment segment : segments) {
            bytes += Math.max(0, segment.length - start(segment));
        }
        return bytes;
    }

    /** Where the first byte of a segment is that is not acknowledged. */
    private long start(Segment segment) {
        if (segment.number < acknowledged.segment()) {
            return Long.MAX_VALUE;
        }
        long headerBytes = SegmentFormat.headerBytes(key.length);
        return segment.number == acknowledged.segment() ? Math.max(headerBytes, acknowledged.offset()) : headerBytes;
    }

    /** {@inheritDoc} None: what is flushed is in files. */
    @Override
    public int recordsInMemory() {
        return 0;
    }

    /** What the session takes on disk, bytes. */
    long diskBytes() {
        long bytes = writer == null ? 0 : writer.bufferedBytes();
        for (Segment segment : segments) {
            bytes += segment.length;
        }
        return bytes;
    }

    @Override
    public void close() {
        closeReader();
        try (folder) {
            if (writer != null) {
                writer.close();
                writer = null;
            }
            retire();
            if (segments.isEmpty()) {
                folder.delete();
            } else {
                save();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The spool " + folder.path() + " could not be closed in order: " + e);
        }
    }
}
