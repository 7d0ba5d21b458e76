package io.gradwatch.agent.spool;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.util.zip.CRC32C;

/** Reads the frames of one segment, which may still be growing. */
final class SegmentReader implements AutoCloseable {

    private static final int BUFFER_BYTES = 64 << 10;

    private final Segment segment;
    private final int maxValueBytes;
    private final DataInputStream file;
    private final CRC32C crc = new CRC32C();
    private final byte[] key;
    private long position;

    /** Opens the file and reads its header. */
    SegmentReader(Segment segment, int maxValueBytes) throws IOException {
        this.segment = segment;
        this.maxValueBytes = maxValueBytes;
        this.file =
                new DataInputStream(new BufferedInputStream(new FileInputStream(segment.path.toFile()), BUFFER_BYTES));
        try {
            file.mark(BUFFER_BYTES);
            key = SegmentFormat.key(file.readNBytes(
                    (int) Math.min(segment.length, SegmentFormat.headerBytes(SegmentFormat.MAX_KEY_BYTES))));
            file.reset();
            seek(0);
        } catch (IOException e) {
            close();
            throw e;
        }
    }

    /** The last value of a segment that can be read; null where there is none. */
    static byte[] newestIn(Segment segment, int maxValueBytes) {
        byte[] newest = null;
        try (SegmentReader reader = new SegmentReader(segment, maxValueBytes)) {
            byte[] value = reader.key() == null ? null : reader.next();
            while (value != null) {
                newest = value;
                value = reader.next();
            }
        } catch (IOException | DamageException e) {
            // The records before the damage count here; the damage is logged when the segment is sent.
        }
        return newest;
    }

    Segment segment() {
        return segment;
    }

    /** Null when the header is none. */
    byte[] key() {
        return key;
    }

    /** Where the next frame starts, bytes from the start of the file. */
    long position() {
        return position;
    }

    /** Goes on to a place that an earlier record ended at, and behind the header. */
    void seek(long newPosition) throws IOException {
        long next = key == null ? 0 : Math.max(newPosition, SegmentFormat.headerBytes(key.length));
        file.skipNBytes(Math.min(next, segment.length) - position);
        position = next;
    }

    /**
     * The value of the next frame, or null at the end of the segment.
     *
     * @throws DamageException when what is there is not a frame
     */
    byte[] next() throws IOException, DamageException {
        long left = segment.length - position;
        if (left <= 0) {
            return null;
        }
        if (left < SegmentFormat.FRAME_OVERHEAD) {
            throw new DamageException("a frame is cut after " + left + " bytes", true);
        }
        int length = file.readInt();
        int expectedCrc = file.readInt();
        if (length < 0 || length > maxValueBytes) {
            throw new DamageException("a frame claims " + length + " bytes", false);
        }
        if (length > left - SegmentFormat.FRAME_OVERHEAD) {
            throw new DamageException("a frame of " + length + " bytes is cut", true);
        }
        byte[] value = file.readNBytes(length);
        if (value.length < length || SegmentFormat.frameCrc(value, crc) != expectedCrc) {
            throw new DamageException("the checksum of a frame is wrong", false);
        }
        position += SegmentFormat.FRAME_OVERHEAD + length;
        return value;
    }

    @Override
    public void close() {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is lost with a descriptor that cannot be closed.
        }
    }

    /** A segment holds something that was not written as it stands there. */
    static final class DamageException extends Exception {
        private static final long serialVersionUID = 1L;

        /** True when the file ends too early, as after the death of the process that wrote it. */
        final boolean cut;

        DamageException(String message, boolean cut) {
            super(message);
            this.cut = cut;
        }
    }
}
