package io.gradwatch.agent.gateway.job;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.WritableByteChannel;
import java.util.ArrayDeque;

/** Lines that wait until the job reads. A job that reads nothing misses lines; it does not make the agent wait. */
final class UnsentLines {

    static final int MAX_BYTES = 1 << 20;

    private final ArrayDeque<ByteBuffer> lines = new ArrayDeque<>();
    private int waiting;

    /** Adds a line, unless too much waits already. */
    void add(byte[] line) {
        if (waiting + line.length > MAX_BYTES) {
            return;
        }
        lines.add(ByteBuffer.wrap(line));
        waiting += line.length;
    }

    boolean isEmpty() {
        return lines.isEmpty();
    }

    /** Writes what the channel takes without waiting. @return whether nothing waits any more */
    boolean writeTo(WritableByteChannel channel) throws IOException {
        while (!lines.isEmpty()) {
            ByteBuffer line = lines.peek();
            waiting -= channel.write(line);
            if (line.hasRemaining()) {
                return false;
            }
            lines.poll();
        }
        return true;
    }
}
