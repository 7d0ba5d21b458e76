package io.gradwatch.agent.gateway.late;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.agent.gateway.line.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Optional;

/** A connection to the agent of this process, in the place of a job that is gone. */
public final class LateConnection implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int ROOM_BYTES = 64 << 10;

    private final SocketChannel channel;
    private final Selector selector;
    private final String token;
    private final ByteBuffer room = ByteBuffer.allocate(ROOM_BYTES);
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private long next;
    private int attempt = -1;
    private String refusal;

    /** Opens one. */
    @FunctionalInterface
    public interface Opening {
        public LateConnection open() throws IOException;
    }

    private LateConnection(SocketChannel channel, Selector selector, String token) {
        this.channel = channel;
        this.selector = selector;
        this.token = token;
    }

    /**
     * Connects.
     *
     * @param token that the agent wants at its loopback address; empty for none
     */
    public static LateConnection open(SocketAddress agent, String token) throws IOException {
        SocketChannel channel = SocketChannel.open(agent);
        boolean opened = false;
        try {
            channel.configureBlocking(false);
            Selector selector = Selector.open();
            channel.register(selector, SelectionKey.OP_READ);
            opened = true;
            return new LateConnection(channel, selector, token);
        } finally {
            if (!opened) {
                channel.close();
            }
        }
    }

    /** Waits for the answer. @return why the agent takes nothing; empty where it takes records */
    Optional<String> greet(ObjectNode hello) throws IOException {
        ObjectNode said = hello.deepCopy();
        said.remove("pid");
        if (!token.isEmpty()) {
            said.put("token", token);
        }
        say(Json.bytes(said));
        while (refusal == null && attempt < 0) {
            await(SelectionKey.OP_READ);
            hear();
        }
        return Optional.ofNullable(refusal);
    }

    /** Count of the starts of the run, once greeted. */
    int attempt() {
        return attempt;
    }

    /** The first number that the agent does not have, as far as it said. */
    long next() {
        return next;
    }

    /** Says a line, unless the agent has refused; what it says meanwhile is heard. */
    void say(byte[] line) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(line.length + 1).put(line).put((byte) '\n');
        bytes.flip();
        while (bytes.hasRemaining() && refusal == null) {
            if (channel.write(bytes) == 0) {
                await(SelectionKey.OP_READ | SelectionKey.OP_WRITE);
            }
            hear();
        }
    }

    /** Why the agent takes nothing; empty where it has everything below the number. */
    Optional<String> awaitAcknowledged(long following) throws IOException {
        while (refusal == null && next < following) {
            await(SelectionKey.OP_READ);
            hear();
        }
        return Optional.ofNullable(refusal);
    }

    private void await(int operations) throws IOException {
        channel.keyFor(selector).interestOps(operations);
        int news = selector.select(key -> {}, PATIENCE.toMillis());
        if (Thread.currentThread().isInterrupted()) {
            throw new ClosedByInterruptException();
        }
        if (news == 0) {
            throw new IOException("the agent did not answer for " + PATIENCE.toSeconds() + " s");
        }
    }

    private void hear() throws IOException {
        room.clear();
        int count = channel.read(room);
        if (count < 0 && refusal == null) {
            throw new IOException("the agent hung up");
        }
        room.flip();
        while (room.hasRemaining()) {
            byte one = room.get();
            if (one == '\n') {
                note(Json.MAPPER.readTree(heard.toByteArray()));
                heard.reset();
            } else {
                heard.write(one);
            }
        }
    }

    private void note(JsonNode said) {
        String type = said.path("type").asText();
        if (type.equals("refused")) {
            refusal = said.path("message").asText();
        } else if (type.equals("ack") || type.equals("ready")) {
            next = Math.max(next, said.path("next").asLong());
            attempt = Math.max(attempt, said.path("attempt").asInt(-1));
        }
    }

    @Override
    public void close() throws IOException {
        selector.close();
        channel.close();
    }
}
