package io.gradwatch.agent.gateway.mlflow;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.gradwatch.agent.gateway.line.LineJson;
import io.gradwatch.service.TakenPort;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Answers MLflow clients at a loopback address: what a client needs to write runs, and no more. A page of a browser
 * cannot reach it: the name of the host is checked, and a request that names an origin is refused.
 */
public final class MlflowEndpoint implements AutoCloseable {
    /** As MLflow's own server has it for a batch. */
    static final int MAX_BODY_BYTES = 1 << 20;

    /** Bodies up to here are read by all threads at once. Own choice: a batch of a hundred values has a tenth. */
    private static final int SHORT_BODY_BYTES = 64 << 10;

    /** Longer bodies that are in memory at once, with the trees that are made of them. Own choice. */
    private static final int LONG_BODIES = 8;

    private static final long PATIENCE_SECONDS = 10;

    private static final System.Logger LOG = System.getLogger(MlflowEndpoint.class.getName());
    /** Those who are slow hold one each, until they are cut off. */
    private static final int THREADS = 256;

    private static final long IDLE_THREAD_SECONDS = 30;
    /** Seconds that a client may take for a request, and for taking the answer; read by the JDK when it is loaded. */
    private static final Map<String, String> LONGEST =
            Map.of("sun.net.httpserver.maxReqTime", "10", "sun.net.httpserver.maxRspTime", "30");

    static {
        LONGEST.forEach((property, seconds) -> {
            if (System.getProperty(property) == null) {
                System.setProperty(property, seconds);
            }
        });
    }

    private static final int BACKLOG = 128;
    private static final int DISCARD_AT_ONCE = 64 << 10;
    private static final long MOST_DISCARDED = 64L << 20;
    private static final String PATH = "/api/2.0/mlflow/";

    private final MlflowRequests requests;
    private final byte[] token;
    private final HttpServer server;
    private final ExecutorService threads;
    private final Semaphore longBodies = new Semaphore(LONG_BODIES);

    private MlflowEndpoint(HttpServer server, MlflowRuns runs, String token) {
        this.server = server;
        this.requests = new MlflowRequests(runs);
        this.token = token.getBytes(StandardCharsets.UTF_8);
        this.threads = threads();
    }

    private static ExecutorService threads() {
        ThreadPoolExecutor threads = new ThreadPoolExecutor(
                THREADS, THREADS, IDLE_THREAD_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
                    Thread thread = new Thread(work, "gradwatch-mlflow");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
        return threads;
    }

    /**
     * Listens.
     *
     * @param port of the loopback address 127.0.0.1; 0 takes a free one
     * @param token that clients must send as {@code MLFLOW_TRACKING_TOKEN}; empty for none
     * @throws IOException when the port cannot be had
     */
    public static MlflowEndpoint open(int port, MlflowRuns runs, String token) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port);
        HttpServer server;
        try {
            server = HttpServer.create(address, BACKLOG);
        } catch (BindException e) {
            throw new IOException(
                    TakenPort.problem("the answerer of MLflow clients", "127.0.0.1", port, "agent.mlflow"), e);
        } catch (IOException e) {
            throw new IOException(
                    "the port " + port + " for MLflow clients cannot be listened at: " + e.getMessage(), e);
        }
        MlflowEndpoint endpoint = new MlflowEndpoint(server, runs, token);
        server.createContext("/", endpoint::handle);
        server.setExecutor(endpoint.threads);
        server.start();
        return endpoint;
    }

    /** The port that it listens at. */
    public int port() {
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            int status = 200;
            Object answer;
            try {
                answer = answer(exchange);
            } catch (MlflowException e) {
                status = e.status();
                answer = Map.of("error_code", e.code(), "message", e.getMessage());
            } catch (RuntimeException e) {
                LOG.log(Level.WARNING, "A request of an MLflow client led to an error.", e);
                status = 500;
                answer = Map.of("error_code", "INTERNAL_ERROR", "message", "the agent met an error: " + e);
            }
            byte[] body = LineJson.bytes(answer);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private Object answer(HttpExchange exchange) throws IOException {
        check(exchange);
        String path = exchange.getRequestURI().getPath();
        if (!path.startsWith(PATH)) {
            throw MlflowException.unknownEndpoint("'" + path + "' is none of " + PATH + "…");
        }
        String request = exchange.getRequestMethod() + " " + path.substring(PATH.length());
        JsonNode said = exchange.getRequestMethod().equals("GET")
                ? LineJson.MAPPER.valueToTree(query(exchange.getRequestURI().getRawQuery()))
                : body(exchange.getRequestBody());
        return requests.answer(request, said);
    }

    private void check(HttpExchange exchange) {
        String host = exchange.getRequestHeaders().getFirst("Host");
        String name = host == null ? "" : host.replaceFirst(":\\d+$", "");
        if (!name.equals("127.0.0.1") && !name.equals("localhost")) {
            throw MlflowException.denied("the host must be 127.0.0.1 or localhost");
        }
        if (exchange.getRequestHeaders().containsKey("Origin")) {
            throw MlflowException.denied("pages of a browser are not served");
        }
        String given = exchange.getRequestHeaders().getFirst("Authorization");
        byte[] shown = given == null ? new byte[0] : given.getBytes(StandardCharsets.UTF_8);
        byte[] wanted = ("Bearer " + new String(token, StandardCharsets.UTF_8)).getBytes(StandardCharsets.UTF_8);
        if (token.length > 0 && !MessageDigest.isEqual(shown, wanted)) {
            throw MlflowException.denied("MLFLOW_TRACKING_TOKEN must be the token of the agent");
        }
    }

    private JsonNode body(InputStream stream) throws IOException {
        byte[] begin = stream.readNBytes(SHORT_BODY_BYTES);
        if (begin.length < SHORT_BODY_BYTES) {
            return object(begin);
        }
        boolean taken = false;
        try {
            taken = longBodies.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!taken) {
                throw MlflowException.internal("the agent is busy with other long requests");
            }
            byte[] bytes = Arrays.copyOf(begin, MAX_BODY_BYTES + 1);
            int length = SHORT_BODY_BYTES + stream.readNBytes(bytes, SHORT_BODY_BYTES, bytes.length - SHORT_BODY_BYTES);
            if (length > MAX_BODY_BYTES) {
                discard(stream);
                throw MlflowException.invalid("the body is longer than " + MAX_BODY_BYTES + " bytes, the most allowed");
            }
            return object(Arrays.copyOf(bytes, length));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw MlflowException.internal("the agent ends");
        } finally {
            if (taken) {
                longBodies.release();
            }
        }
    }

    private JsonNode object(byte[] bytes) throws IOException {
        try {
            JsonNode said = LineJson.MAPPER.readTree(bytes);
            if (said == null || !said.isObject()) {
                throw MlflowException.invalid("the body must be a JSON object");
            }
            return said;
        } catch (JsonProcessingException e) {
            throw MlflowException.invalid("the body is no JSON: " + e.getOriginalMessage());
        }
    }

    /** The answer arrives only where what the client still sends is read: to close on it resets the connection. */
    private static void discard(InputStream stream) throws IOException {
        byte[] room = new byte[DISCARD_AT_ONCE];
        int count = stream.read(room);
        for (long total = count; count > 0 && total < MOST_DISCARDED; total += count) {
            count = stream.read(room);
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String part : raw == null ? new String[0] : raw.split("&")) {
            int equals = part.indexOf('=');
            if (equals > 0) {
                values.put(decoded(part.substring(0, equals)), decoded(part.substring(equals + 1)));
            }
        }
        return values;
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw MlflowException.invalid("the query cannot be decoded: " + e.getMessage());
        }
    }

    /** Answers no more. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
