package io.gradwatch.agent.gateway.job;

import io.gradwatch.agent.gateway.line.AgentLine;
import io.gradwatch.agent.gateway.line.BadLineException;
import io.gradwatch.agent.gateway.line.LineBuffer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.atomic.AtomicLong;

/** One connection of a job: cuts what it says into lines, and says in turn what the agent has to say. */
public final class Connection implements LineBuffer.Sink {

    public static final int MAX_LINE_BYTES = 4 << 20;
    /** Nobody is trusted with more before the hello. */
    public static final int MAX_HELLO_BYTES = 64 << 10;

    private static final long ACK_INTERVAL_NANOS = 50_000_000L;

    private final SocketChannel channel;
    private final SelectionKey key;
    private final boolean local;
    private final Jobs jobs;
    private final LineBuffer buffer;
    private final UnsentLines outbox = new UnsentLines();
    private final long openedNanos = System.nanoTime();
    private Job job;
    private boolean refused;
    private boolean closed;
    private long acknowledged;
    private long acknowledgedNanos = openedNanos - ACK_INTERVAL_NANOS;

    /**
     * @param local whether it came through the Unix socket, which only its owner can open
     * @param bytesOfAll what the buffers of all connections take
     */
    public Connection(SocketChannel channel, SelectionKey key, boolean local, Jobs jobs, AtomicLong bytesOfAll) {
        this.channel = channel;
        this.key = key;
        this.local = local;
        this.jobs = jobs;
        this.buffer = new LineBuffer(MAX_HELLO_BYTES, bytesOfAll);
    }

    boolean isLocal() {
        return local;
    }

    /** Null before the hello. */
    public Job job() {
        return job;
    }

    public long openedNanos() {
        return openedNanos;
    }

    /**
     * Reads what there is, as much as the buffer holds.
     *
     * @return false when the job has closed the connection
     */
    public boolean read(ByteBuffer room) throws IOException {
        room.clear();
        int count = channel.read(room);
        room.flip();
        buffer.take(room, this);
        return count >= 0;
    }

    @Override
    public void line(ByteBuffer line) {
        if (!refused && !closed) {
            jobs.line(this, line);
        }
    }

    @Override
    public void tooLong(int maxBytes) {
        if (!refused && !closed) {
            jobs.unusable(
                    this,
                    new BadLineException("the line was longer than " + maxBytes + " bytes, the most allowed", null));
        }
    }

    /** The job is known from now on. */
    void begin(Job known, long next) {
        job = known;
        acknowledged = next;
        buffer.allow(MAX_LINE_BYTES);
    }

    /** Says why this job is not served; what else it says is passed over until it hangs up, or its time is over. */
    void refuse(String reason) {
        send(AgentLine.refused(reason));
        refused = true;
        buffer.release();
    }

    void send(byte[] line) {
        outbox.add(line);
    }

    /** Says what is safe, where that is news and the last time was a while ago. */
    public void acknowledge(long nowNanos) {
        if (nowNanos - acknowledgedNanos >= ACK_INTERVAL_NANOS && outbox.isEmpty()) {
            acknowledgedNanos = nowNanos;
            acknowledge();
        }
    }

    /** Says what is safe, where that is news. */
    public void acknowledge() {
        if (owesAck()) {
            acknowledged = job.relayed().safeNext();
            send(AgentLine.ack(acknowledged));
        }
    }

    public boolean owesAck() {
        return job != null && job.relayed().safeNext() > acknowledged;
    }

    /** Writes what the job takes; the rest when it takes more. */
    public void write() throws IOException {
        if (outbox.isEmpty() && key.interestOps() == SelectionKey.OP_READ) {
            return;
        }
        boolean done = outbox.writeTo(channel);
        key.interestOps(done ? SelectionKey.OP_READ : SelectionKey.OP_READ | SelectionKey.OP_WRITE);
        if (done && refused && channel.isConnected()) {
            // The line arrives before the end; to close now could take it back (TCP reset).
            channel.shutdownOutput();
        }
    }

    public boolean isClosed() {
        return closed;
    }

    public void close() {
        closed = true;
        key.cancel();
        buffer.release();
        try {
            channel.close();
        } catch (IOException e) {
            // Nothing is lost with a channel that cannot be closed.
        }
    }
}
