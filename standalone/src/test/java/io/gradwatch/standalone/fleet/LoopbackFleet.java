package io.gradwatch.standalone.fleet;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A server that answers as a fleet does: where its Kafka is, and which runs it knows. */
public final class LoopbackFleet implements AutoCloseable {

    private static final String API = "/api/v1";

    private final HttpServer server;
    private volatile String shown;

    /**
     * Starts it.
     *
     * @param kafka addresses of its Kafka
     * @param runs ids of the runs that it knows
     */
    public LoopbackFleet(String kafka, String... runs) throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext(API + "/connection", exchange -> {
            shown = exchange.getRequestHeaders().getFirst("Authorization");
            answer(exchange, 200, """
                {"bootstrap_servers": "%s"}""".formatted(kafka));
        });
        server.createContext(API + "/runs/", exchange -> {
            String run = exchange.getRequestURI().getPath().substring((API + "/runs/").length());
            boolean known = List.of(runs).contains(run);
            answer(exchange, known ? 200 : 404, known ? "{}" : """
                    {"error": {"code": "not_found", "message": "no such run"}}""");
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
