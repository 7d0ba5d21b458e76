package io.gradwatch.agent.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.zip.CRC32C;

/** Reads the frames of one segment, which may still be growing. */
final class SegmentReader implements AutoCloseable {

    private static final int CHUNK_BYTES = 64 << 10;

    private final Segment segment;
    private final int maxValueBytes;
    private final RandomAccessFile file;
    private final CRC32C crc = new CRC32C();
    private final byte[] key;
    private byte[] chunk = new byte[CHUNK_BYTES];
    private long chunkStart;
    private int chunkLength;
    private long position;

    /** Opens the file and reads its header. */
    SegmentReader(Segment segment, int maxValueBytes) throws IOException {
        this.segment = segment;
        this.maxValueBytes = maxValueBytes;
        this.file = new RandomAccessFile(segment.path.toFile(), "r");
        try {
            byte[] start =
                    new byte[(int) Math.min(segment.length, SegmentFormat.headerBytes(SegmentFormat.MAX_KEY_BYTES))];
            file.readFully(start);
            key = SegmentFormat.key(start);
        } catch (IOException e) {
            close();
            throw e;
        }
        position = key == null ? 0 : SegmentFormat.headerBytes(key.length);
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

    /** Goes to a place that an earlier record ended at. */
    void seek(long newPosition) {
        position = Math.max(newPosition, SegmentFormat.headerBytes(key.length));
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
        ByteBuffer head = bytes(SegmentFormat.FRAME_OVERHEAD);
        int length = head.getInt();
        int expectedCrc = head.getInt();
        if (length < 0 || length > maxValueBytes) {
            throw new DamageException("a frame claims " + length + " bytes", false);
        }
        if (length > left - SegmentFormat.FRAME_OVERHEAD) {
            throw new DamageException("a frame of " + length + " bytes is cut", true);
        }
        ByteBuffer frame = bytes(SegmentFormat.FRAME_OVERHEAD + length);
        int start = frame.position() + SegmentFormat.FRAME_OVERHEAD;
        if (SegmentFormat.frameCrc(chunk, start, length, crc) != expectedCrc) {
            throw new DamageException("the checksum of a frame is wrong", false);
        }
        position += SegmentFormat.FRAME_OVERHEAD + length;
        return Arrays.copyOfRange(chunk, start, start + length);
    }

    /** The given number of bytes at the position, which the file must have. */
    private ByteBuffer bytes(int count) throws IOException {
        boolean inChunk = position >= chunkStart && position + count <= chunkStart + chunkLength;
        if (!inChunk) {
            fill(count);
        }
        return ByteBuffer.wrap(chunk, (int) (position - chunkStart), count);
    }

    private void fill(int atLeast) throws IOException {
        if (atLeast > chunk.length) {
            chunk = new byte[atLeast];
        } else if (chunk.length > CHUNK_BYTES && atLeast <= CHUNK_BYTES) {
            chunk = new byte[CHUNK_BYTES];
        }
        chunkLength = 0;
        file.seek(position);
        int wanted = (int) Math.min(chunk.length, segment.length - position);
        file.readFully(chunk, 0, wanted);
        chunkStart = position;
        chunkLength = wanted;
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
