package io.gradwatch.agent.gateway.line;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Cuts what arrives on one connection into lines. A line that is longer than allowed is passed over, however long it
 * goes on, and told once.
 */
public final class LineBuffer {

    /** Most bytes of lines without their ends, of all connections together. */
    static final long MAX_BYTES_OF_ALL = 128L << 20;

    private static final int FIRST_CAPACITY = 4 << 10;

    private final AtomicLong bytesOfAll;
    private byte[] bytes = new byte[0];
    private int length;
    private int maxBytes;
    private boolean passingOver;

    /** Takes lines. */
    public interface Sink {
        /** A line without its end; the buffer is an array's and good until the method returns. */
        void line(ByteBuffer line);

        /** A line was too long and is passed over. */
        void tooLong(int maxBytes);
    }

    /**
     * @param maxBytes longest line, without its end
     * @param bytesOfAll what the buffers of all connections take
     */
    public LineBuffer(int maxBytes, AtomicLong bytesOfAll) {
        this.maxBytes = maxBytes;
        this.bytesOfAll = bytesOfAll;
    }

    /** Changes what is the longest line. */
    public void allow(int longest) {
        maxBytes = longest;
    }

    /** Takes what arrived. @param received an array's, is read to its end unless the sink stops it */
    public void take(ByteBuffer received, Sink sink) {
        while (received.hasRemaining()) {
            int end = end(received);
            int limit = received.limit();
            received.limit(end < 0 ? limit : end);
            if (end < 0 || length > 0 || passingOver) {
                keep(received, sink);
            }
            if (end >= 0) {
                give(received, sink);
                received.limit(limit);
                received.position(end + 1);
            }
        }
    }

    private static int end(ByteBuffer received) {
        for (int i = received.position(); i < received.limit(); i++) {
            if (received.get(i) == '\n') {
                return i;
            }
        }
        return -1;
    }

    private void keep(ByteBuffer part, Sink sink) {
        int more = part.remaining();
        if (!passingOver && (length + more > maxBytes || !grow(length + more))) {
            passingOver = true;
            release();
            sink.tooLong(maxBytes);
        }
        if (passingOver) {
            part.position(part.limit());
        } else {
            part.get(bytes, length, more);
            length += more;
        }
    }

    private void give(ByteBuffer rest, Sink sink) {
        if (passingOver) {
            passingOver = false;
        } else if (length > 0) {
            ByteBuffer line = ByteBuffer.wrap(bytes, 0, length);
            length = 0;
            sink.line(line);
            release();
        } else if (rest.remaining() > maxBytes) {
            sink.tooLong(maxBytes);
        } else {
            sink.line(rest);
        }
    }

    private boolean grow(int needed) {
        if (needed <= bytes.length) {
            return true;
        }
        int capacity = Math.max(FIRST_CAPACITY, Math.max(needed, Math.min(2 * bytes.length, maxBytes)));
        if (bytesOfAll.get() + capacity - bytes.length > MAX_BYTES_OF_ALL) {
            return false;
        }
        bytesOfAll.addAndGet(capacity - bytes.length);
        bytes = Arrays.copyOf(bytes, capacity);
        return true;
    }

    /** Gives the memory back; what it held is forgotten. */
    public void release() {
        bytesOfAll.addAndGet(-bytes.length);
        bytes = new byte[0];
        length = 0;
    }
}
