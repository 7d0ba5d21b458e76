package io.gradwatch.agent.spool;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.System.Logger.Level;
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
    private static final long MEASURE_INTERVAL_NANOS = 1_000_000_000L;

    private final SessionFolder folder;
    private final SpoolLimits limits;
    private final LongSupplier bytesOfOthers;
    private final SegmentQueue segments;
    private SegmentWriter writer;
    private SegmentReader reader;
    private AcknowledgedPosition readFrom;
    private int damagedSegments;
    private long othersBytes;
    private long othersMeasuredNanos;

    private FileSpool(SessionFolder folder, byte[] key, SpoolLimits limits, LongSupplier bytesOfOthers)
            throws IOException {
        this.folder = folder;
        this.limits = limits;
        this.bytesOfOthers = bytesOfOthers;
        this.segments = new SegmentQueue(folder, key, limits.maxValueBytes());
        this.readFrom = segments.acknowledged();
    }

    static FileSpool ofSession(SessionFolder folder, byte[] key, SpoolLimits limits, LongSupplier bytesOfOthers)
            throws IOException {
        FileSpool spool = new FileSpool(folder, key, limits, bytesOfOthers);
        spool.measureOthers();
        return spool;
    }

    /** The spool of a dead process; it may grow again when its session goes on. */
    static FileSpool ofOrphan(SessionFolder folder, SpoolLimits limits, LongSupplier bytesOfOthers) throws IOException {
        return new FileSpool(folder, null, limits, bytesOfOthers);
    }

    /** The session whose records these are. */
    public long session() {
        return folder.session();
    }

    /** The newest record that can be read from the files, whether or not it was acknowledged; null for none. */
    public byte[] newest() {
        return segments.newest();
    }

    /** Key of the records in Kafka; empty when no segment of a dead process says it. */
    public byte[] key() {
        return segments.key().clone();
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
                measureOthers();
                writer = segments.begin();
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
        if (System.nanoTime() - othersMeasuredNanos > MEASURE_INTERVAL_NANOS) {
            measureOthers();
        }
        return needed + othersBytes <= limits.totalBytes();
    }

    private void measureOthers() {
        // Other sessions leave each their own reserve to be used.
        othersBytes = Math.min(bytesOfOthers.getAsLong(), limits.totalBytes() - limits.reserveBytes());
        othersMeasuredNanos = System.nanoTime();
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
        segments.saveNowAndThen();
    }

    /** Records that were appended and could not be written; later ones go to a new segment. */
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
                if (segment == segments.last()) {
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
        Segment segment = segments.first(readFrom.segment());
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

    private void leave(Segment segment) {
        closeReader();
        readFrom = new AcknowledgedPosition(segment.number + 1, 0);
    }

    private void damaged(Segment segment, long readable, String reason, boolean cut) {
        long lost = segment.length - readable;
        boolean tornByDeath = cut && segment.number == segments.lastFound();
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
        segments.acknowledge(new AcknowledgedPosition(record.segment(), record.end()));
        retire();
    }

    /** Removes the segments of which nothing waits any more, but not the one that grows. */
    void retire() {
        segments.retire(writer == null ? null : writer.segment(), gone -> {
            if (reader != null && reader.segment() == gone) {
                leave(gone);
            }
        });
    }

    @Override
    public void rewind() {
        closeReader();
        readFrom = segments.acknowledged();
    }

    private void closeReader() {
        if (reader != null) {
            reader.close();
            reader = null;
        }
    }

    @Override
    public long pendingBytes() {
        return segments.pendingBytes() + (writer == null ? 0 : writer.bufferedBytes());
    }

    /** {@inheritDoc} None: what is flushed is in files. */
    @Override
    public int recordsInMemory() {
        return 0;
    }

    /** Bytes of the session on disk. */
    long diskBytes() {
        return segments.bytes() + (writer == null ? 0 : writer.bufferedBytes());
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
                segments.save();
            }
        } catch (IOException e) {
            LOG.log(Level.WARNING, "The spool " + folder.path() + " could not be closed in order: " + e);
        }
    }
}
