package io.gradwatch.alerting.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An HTTP server on the loopback address that takes every request, unless a test asks for trouble. */
public class LoopbackHttp implements AutoCloseable {

    /**
     * A request that came.
     *
     * @param headers first value by name, in any case
     * @param bytes the body as it came
     */
    public record Request(String method, URI address, Map<String, String> headers, byte[] bytes) {

        /** The body as text. */
        public String body() {
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    /** Treatment of a request in place of the answer of the server. */
    public sealed interface Trouble {
        /** Lets the request through. */
        record None() implements Trouble {}

        /** Answers so. */
        record Answer(int status, String body, Map<String, String> headers) implements Trouble {}

        /** Answers nothing while the server lives. */
        record Silence() implements Trouble {}

        /** Answers the head and half of the body, then nothing. */
        record Stall() implements Trouble {}

        /** Breaks the connection without an answer. */
        record Reset() implements Trouble {}

        /** Takes the message and then breaks the connection without an answer. */
        record AcceptThenReset() implements Trouble {}
    }

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(LoopbackHttp::daemon);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Deque<Trouble> troubles = new ArrayDeque<>();
    private final List<Request> received = new ArrayList<>();
    private Trouble outage;

    /** Starts on {@code port}; 0 takes a free one. */
    public LoopbackHttp(int port) {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::serve);
        server.setExecutor(threads);
        server.start();
    }

    /** The answer to a request without trouble. */
    protected Trouble.Answer answer(Request request) throws IOException {
        return answer(200, "{}");
    }

    /** An answer without headers. */
    public static Trouble.Answer answer(int status, String body) {
        return new Trouble.Answer(status, body, Map.of());
    }

    /** Port on the loopback address. */
    public int port() {
        return server.getAddress().getPort();
    }

    /** Address of a path, which begins with a slash. */
    public URI at(String path) {
        return URI.create("http://127.0.0.1:" + port() + path);
    }

    /** Makes this trouble for the next requests, one each. */
    public synchronized void next(Trouble... trouble) {
        troubles.addAll(List.of(trouble));
    }

    /** Answers so to the next request. */
    public void nextAnswer(int status, String body) {
        next(answer(status, body));
    }

    /** Makes this trouble for every request until {@link #recover}. */
    public synchronized void breakDown(Trouble trouble) {
        outage = trouble;
    }

    /** Ends the outage. */
    public synchronized void recover() {
        outage = null;
    }

    /** Requests so far, with or without trouble. */
    public synchronized List<Request> received() {
        return List.copyOf(received);
    }

    /** Number of {@link #received}. */
    public synchronized int requests() {
        return received.size();
    }

    @Override
    public void close() {
        closed.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private void serve(HttpExchange exchange) throws IOException {
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        exchange.getRequestHeaders().forEach((name, values) -> headers.put(name, values.get(0)));
        byte[] body = exchange.getRequestBody().readAllBytes();
        Request request = new Request(exchange.getRequestMethod(), exchange.getRequestURI(), headers, body);
        Trouble trouble = trouble(request);
        if (trouble instanceof Trouble.None) {
            write(exchange, answer(request));
        } else if (trouble instanceof Trouble.Answer answer) {
            write(exchange, answer);
        } else if (trouble instanceof Trouble.Silence) {
            waitForClose();
        } else if (trouble instanceof Trouble.Stall) {
            exchange.sendResponseHeaders(200, 100);
            exchange.getResponseBody().write(new byte[50]);
            exchange.getResponseBody().flush();
            waitForClose();
        } else {
            if (trouble instanceof Trouble.AcceptThenReset) {
                answer(request);
            }
            // Closing an exchange that has no answer breaks the connection.
            exchange.close();
        }
    }

    private synchronized Trouble trouble(Request request) {
        received.add(request);
        Trouble next = outage != null ? outage : troubles.poll();
        return next == null ? new Trouble.None() : next;
    }

    private void waitForClose() {
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void write(HttpExchange exchange, Trouble.Answer answer) throws IOException {
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        answer.headers().forEach(exchange.getResponseHeaders()::set);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "loopback-http");
        thread.setDaemon(true);
        return thread;
    }
}
