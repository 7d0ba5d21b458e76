package io.gradwatch.alerting.notify.slack;

import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Messages of one connection of Socket Mode, whole ones in order. */
final class SlackMessages implements WebSocket.Listener {

    private static final Logger LOG = LoggerFactory.getLogger(SlackMessages.class);

    /** A longer message is none of Slack's. Own choice; payloads have a few KB. */
    private static final int MESSAGE_LENGTH = 1 << 20;

    private static final String END = "end";

    private final LinkedBlockingQueue<String> messages = new LinkedBlockingQueue<>(100);
    private final StringBuilder text = new StringBuilder();
    private volatile boolean heard = true;
    private volatile boolean ended;

    /** The next message; empty where none came for a time, or the connection ended. */
    Optional<String> next(Duration patience) throws InterruptedException {
        return Optional.ofNullable(messages.poll(patience.toMillis(), TimeUnit.MILLISECONDS))
                .filter(message -> !ended);
    }

    /** True where the connection ended. */
    boolean ended() {
        return ended;
    }

    /** False where nothing was heard since the last call; asks for a sign of life until the next. */
    boolean heardSince(WebSocket socket) {
        boolean alive = heard;
        heard = false;
        socket.sendPing(ByteBuffer.allocate(0)).exceptionally(failure -> null);
        return alive;
    }

    @Override
    public CompletionStage<?> onText(WebSocket socket, CharSequence data, boolean last) {
        heard = true;
        if (text.length() + data.length() > MESSAGE_LENGTH) {
            socket.abort();
            end();
            return CompletableFuture.completedFuture(null);
        }
        text.append(data);
        if (last) {
            if (!messages.offer(text.toString())) {
                LOG.warn("Presses of buttons come faster than they are done: one is left out");
            }
            text.setLength(0);
        }
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onPing(WebSocket socket, ByteBuffer data) {
        return heard(socket);
    }

    @Override
    public CompletionStage<?> onPong(WebSocket socket, ByteBuffer data) {
        return heard(socket);
    }

    private CompletionStage<?> heard(WebSocket socket) {
        heard = true;
        socket.request(1);
        return null;
    }

    @Override
    public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
        end();
        return null;
    }

    @Override
    public void onError(WebSocket socket, Throwable error) {
        end();
    }

    private void end() {
        ended = true;
        messages.clear();
        messages.offer(END);
    }
}
