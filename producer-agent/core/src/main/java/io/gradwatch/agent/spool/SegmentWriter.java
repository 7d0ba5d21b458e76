package io.gradwatch.agent.spool;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * Appends frames to one segment. Frames gather in memory until {@link #flush}, so that many cost one system call; a
 * flush that fails leaves the file as it was before, and the frames to be taken back.
 */
final class SegmentWriter implements AutoCloseable {

    private static final int FIRST_CAPACITY = 64 << 10;

    private final Segment segment;
    private final RandomAccessFile file;
    private final CRC32C crc = new CRC32C();
    private byte[] buffer = new byte[FIRST_CAPACITY];
    private int buffered;

    /** Creates the file with its header. */
    SegmentWriter(Segment segment, byte[] key) throws IOException {
        this.segment = segment;
        // Not a channel: an interrupt of the agent's thread would close it.
        this.file = new RandomAccessFile(segment.path.toFile(), "rw");
        byte[] header = SegmentFormat.header(key);
        try {
            file.write(header);
        } catch (IOException e) {
            closeQuietly();
            throw e;
        }
        segment.length = header.length;
    }

    Segment segment() {
        return segment;
    }

    int bufferedBytes() {
        return buffered;
    }

    void append(byte[] value) {
        int needed = buffered + SegmentFormat.FRAME_OVERHEAD + value.length;
        if (needed > buffer.length) {
            buffer = Arrays.copyOf(buffer, Math.max(needed, 2 * buffer.length));
        }
        ByteBuffer.wrap(buffer, buffered, needed - buffered)
                .putInt(value.length)
                .putInt(SegmentFormat.frameCrc(value, crc))
                .put(value);
        buffered = needed;
    }

    void flush() throws IOException {
        if (buffered == 0) {
            return;
        }
        try {
            file.seek(segment.length);
            file.write(buffer, 0, buffered);
        } catch (IOException e) {
            cutQuietly();
            throw e;
        }
        segment.length += buffered;
        buffered = 0;
        if (buffer.length > FIRST_CAPACITY) {
            buffer = new byte[FIRST_CAPACITY];
        }
    }

    /** The values that could not be written; the writer forgets them. */
    List<byte[]> takeBuffered() {
        List<byte[]> values = new ArrayList<>();
        ByteBuffer frames = ByteBuffer.wrap(buffer, 0, buffered);
        while (frames.hasRemaining()) {
            byte[] value = new byte[frames.getInt()];
            frames.getInt();
            frames.get(value);
            values.add(value);
        }
        buffered = 0;
        return values;
    }

    @Override
    public void close() throws IOException {
        try {
            flush();
        } finally {
            file.close();
        }
    }

    /** A part of a frame at the end would count as damage after a restart. */
    private void cutQuietly() {
        try {
            file.setLength(segment.length);
        } catch (IOException e) {
            // The reader cuts a torn end itself.
        }
    }

    void closeQuietly() {
        try {
            file.close();
        } catch (IOException e) {
            // Nothing is lost with a descriptor that cannot be closed.
        }
    }
}
