package io.gradwatch.standalone.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A server that answers as a fleet does: where its Kafka is, and which runs it knows. */
public final class LoopbackFleet implements AutoCloseable {

    private static final String API = "/api/v1";

    private final HttpServer server;
    private volatile String shown;

    /**
     * Starts it.
     *
     * @param kafka addresses of its Kafka
     * @param runs that it knows: of each its id, or its id, an equals sign and its name
     */
    public LoopbackFleet(String kafka, String... runs) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(API + "/connection", exchange -> {
            shown = exchange.getRequestHeaders().getFirst("Authorization");
            answer(exchange, 200, """
                {"bootstrap_servers": "%s"}""".formatted(kafka));
        });
        Map<String, String> names = new TreeMap<>();
        for (String run : runs) {
            String[] parts = run.split("=", 2);
            names.put(parts[0], parts[parts.length - 1]);
        }
        server.createContext(API + "/runs/", exchange -> {
            String run = exchange.getRequestURI().getPath().substring((API + "/runs/").length());
            boolean known = names.containsKey(run);
            answer(exchange, known ? 200 : 404, known ? "{\"run\": \"%s\"}".formatted(run) : """
                    {"error": {"code": "not_found", "message": "no such run"}}""");
        });
        server.createContext(API + "/runs", exchange -> {
            String rows = names.entrySet().stream()
                    .map(run -> "{\"run\": \"%s\", \"name\": \"%s\"}".formatted(run.getKey(), run.getValue()))
                    .collect(Collectors.joining(", "));
            answer(exchange, 200, "{\"total\": %d, \"runs\": [%s]}".formatted(names.size(), rows));
        });
        server.start();
    }

    /** The option by which commands ask it. */
    public String option() {
        return "--server=http://127.0.0.1:" + server.getAddress().getPort();
    }

    /** Its port of the loopback address. */
    int port() {
        return server.getAddress().getPort();
    }

    /** The authorization that came with the last question about its Kafka; null where there was none. */
    String shown() {
        return shown;
    }

    private static void answer(HttpExchange exchange, int status, String json) throws IOException {
        byte[] body = json.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
