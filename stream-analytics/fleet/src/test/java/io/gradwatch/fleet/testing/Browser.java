package io.gradwatch.fleet.testing;

import static io.gradwatch.patience.testing.Patience.PATIENCE;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;

/** Sends requests with any headers, also those that Java's client does not let through, such as Host. */
public final class Browser {

    private final int port;
    private final boolean patient;

    /** @param port of 127.0.0.1 */
    public Browser(int port) {
        this(port, false);
    }

    private Browser(int port, boolean patient) {
        this.port = port;
        this.patient = patient;
    }

    /**
     * One that asks again where the fleet says so, as the page does: a rebalance may take a table away for a moment at
     * any time.
     *
     * @param port of 127.0.0.1
     */
    public static Browser patient(int port) {
        return new Browser(port, true);
    }

    /** An answer: status, headers in lower case, body. */
    public record Answer(int status, Map<String, String> headers, String body) {

        /** The body. */
        public JsonNode json() {
            try {
                return new ObjectMapper().readTree(body);
            } catch (IOException e) {
                throw new AssertionError("no JSON: " + body, e);
            }
        }

        /** Message of an error. */
        public String message() {
            return json().at("/error/message").asText();
        }
    }

    /** Asks for a path; the headers come in pairs. */
    public Answer get(String path, String... headers) throws IOException {
        if (!patient) {
            return send("GET", path, "", headers);
        }
        return Awaitility.await(path)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInSameThread()
                .until(() -> send("GET", path, "", headers), answer -> answer.status() != 503);
    }

    /** Sends any request; the headers come in pairs. */
    public Answer send(String method, String path, String body, String... headers) throws IOException {
        Map<String, String> all = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        all.put("Host", "127.0.0.1:" + port);
        all.put("Connection", "close");
        all.put("Content-Length", String.valueOf(body.length()));
        for (int i = 0; i < headers.length; i += 2) {
            all.put(headers[i], headers[i + 1]);
        }
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\n");
        all.forEach(
                (name, value) -> request.append(name).append(": ").append(value).append("\r\n"));
        request.append("\r\n").append(body);
        try (Socket socket = new Socket("127.0.0.1", port)) {
            OutputStream out = socket.getOutputStream();
            out.write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
            out.flush();
            return answer(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    /** A text as a part of a path or the value of a parameter. */
    public static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    /** Opens a stream of events; close it when done. The headers come in pairs. */
    public Events events(String path, String lastEventId, String... headers) throws IOException {
        Socket socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        StringBuilder request = new StringBuilder(
                "GET " + path + " HTTP/1.1\r\nHost: 127.0.0.1:" + port + "\r\nAccept: text/event-stream\r\n"
                        + (lastEventId == null ? "" : "Last-Event-ID: " + lastEventId + "\r\n"));
        for (int i = 0; i < headers.length; i += 2) {
            request.append(headers[i] + ": " + headers[i + 1] + "\r\n");
        }
        request.append("\r\n");
        socket.getOutputStream().write(request.toString().getBytes(StandardCharsets.ISO_8859_1));
        return new Events(socket);
    }

    private static Answer answer(String text) {
        int end = text.indexOf("\r\n\r\n");
        String[] head = text.substring(0, end).split("\r\n");
        Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (int i = 1; i < head.length; i++) {
            int colon = head[i].indexOf(':');
            headers.put(
                    head[i].substring(0, colon), head[i].substring(colon + 1).strip());
        }
        return new Answer(Integer.parseInt(head[0].split(" ")[1]), headers, text.substring(end + 4));
    }

    /** The events of a stream, as they come. */
    public static final class Events implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader lines;

        private Events(Socket socket) throws IOException {
            this.socket = socket;
            this.lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        }

        /** An event; the id is null where it has none. */
        public record Event(String name, JsonNode data, String id) {}

        /** Waits for the next event of this name. */
        public Event next(String name) throws IOException {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            Event event = next();
            while (!event.name().equals(name)) {
                if (System.nanoTime() > deadline) {
                    throw new IOException("no event " + name + " came; the last one was " + event);
                }
                event = next();
            }
            return event;
        }

        /** Waits for the next event. */
        public Event next() throws IOException {
            Map<String, String> fields = new TreeMap<>();
            for (String line = lines.readLine(); ; line = lines.readLine()) {
                if (line == null) {
                    throw new IOException("the stream ended");
                }
                if (line.isEmpty() && fields.containsKey("event")) {
                    return new Event(
                            fields.get("event"), new ObjectMapper().readTree(fields.get("data")), fields.get("id"));
                }
                int colon = line.indexOf(": ");
                if (colon > 0) {
                    fields.put(line.substring(0, colon), line.substring(colon + 2));
                }
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
