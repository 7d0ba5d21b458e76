package io.gradwatch.alerting.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.javalin.Javalin;
import io.javalin.websocket.WsContext;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** The side of Slack of Socket Mode: a WebSocket server on the loopback address that notes what is acknowledged. */
public final class LoopbackSocketMode implements AutoCloseable {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Set<WsContext> connected = ConcurrentHashMap.newKeySet();
    private final List<String> acknowledged = new CopyOnWriteArrayList<>();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger envelopes = new AtomicInteger();
    private final Javalin server;

    /** Starts on a free port. */
    public LoopbackSocketMode() {
        server = Javalin.create(config -> config.routes.ws("/link", ws -> {
                    ws.onConnect(context -> {
                        connections.incrementAndGet();
                        connected.add(context);
                        context.send("{\"type\":\"hello\",\"num_connections\":1}");
                    });
                    ws.onClose(connected::remove);
                    ws.onMessage(context -> acknowledged.add(
                            read(context.message()).path("envelope_id").asText()));
                }))
                .start("127.0.0.1", 0);
    }

    /** Address that {@code apps.connections.open} answers. */
    public URI address() {
        return URI.create("ws://127.0.0.1:" + server.port() + "/link");
    }

    /** Connections so far. */
    public int connections() {
        return connections.get();
    }

    /** True while the app is connected. */
    public boolean isConnected() {
        return !connected.isEmpty();
    }

    /** Connections at the moment. */
    public int connectedNow() {
        return connected.size();
    }

    /** Ids of envelopes that the app acknowledged. */
    public List<String> acknowledged() {
        return List.copyOf(acknowledged);
    }

    /**
     * Presses a button.
     *
     * @param answer address for a reply to the person
     * @return id of the envelope
     */
    public String press(String actionId, String value, String user, URI answer) {
        String id = "envelope-" + envelopes.incrementAndGet();
        ObjectNode envelope = JSON.createObjectNode().put("type", "interactive").put("envelope_id", id);
        ObjectNode payload = envelope.putObject("payload").put("type", "block_actions");
        payload.putObject("user").put("id", "U1").put("username", user);
        payload.put("response_url", answer.toString());
        payload.putArray("actions").addObject().put("action_id", actionId).put("value", value);
        next().send(envelope.toString());
        return id;
    }

    /** Slack gives each event to one of the connections; here to each in its turn. */
    private WsContext next() {
        List<WsContext> open = List.copyOf(connected);
        return open.get(envelopes.get() % open.size());
    }

    /** Sends any text over all connections. */
    public void send(String text) {
        connected.forEach(context -> context.send(text));
    }

    /** Says that the connection is about to end, as Slack does every few hours. */
    public void disconnect() {
        send("{\"type\":\"disconnect\",\"reason\":\"refresh_requested\"}");
    }

    @Override
    public void close() {
        server.stop();
    }

    private static JsonNode read(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
