package io.gradwatch.alerting.notify.slack;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.notify.spi.AlertActions;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.config.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Connections that go wrong, at a server that shakes hands and then says nothing. */
class SlackSocketTest {

    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";

    private final LoopbackSlack slack = new LoopbackSlack();
    private final List<Socket> connections = new CopyOnWriteArrayList<>();
    private final List<Long> connectedAtNanos = new CopyOnWriteArrayList<>();
    private ServerSocket server;
    private SlackSocket socket;
    private volatile boolean hangsUp;

    @BeforeEach
    void start() throws Exception {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        slack.socketMode(URI.create("ws://127.0.0.1:" + server.getLocalPort() + "/link"));
        Thread thread = new Thread(this::serve, "silent-socket-mode");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws Exception {
        socket.close();
        server.close();
        for (Socket connection : connections) {
            connection.close();
        }
        slack.close();
    }

    @Test
    void connectionOverWhichNothingIsHeard_isReplaced() {
        open(Duration.ofMillis(50));

        await().atMost(PATIENCE).until(() -> connections.size() >= 2);
    }

    @Test
    void addressThatIsNone_isAskedForAgain() {
        slack.nextAnswer(200, "{\"ok\":true,\"url\":\"wss://no address\"}");
        slack.nextAnswer(200, "{\"ok\":true,\"url\":\"wss:\"}");
        open(Duration.ofSeconds(30));

        await().atMost(PATIENCE).until(() -> connections.size() == 1);
    }

    @Test
    void connectionThatEndsAtOnce_isNotOpenedInAHurry() {
        hangsUp = true;
        open(Duration.ofSeconds(30));

        await().atMost(PATIENCE).until(() -> connectedAtNanos.size() >= 2);
        assertThat(Duration.ofNanos(connectedAtNanos.get(1) - connectedAtNanos.get(0)))
                .isGreaterThan(Duration.ofMillis(900));
    }

    private void open(Duration quiet) {
        SlackApp app = new SlackApp(slack.apiUrl(), new Secret(LoopbackSlack.APP_TOKEN));
        socket = app.open(Set.of("bot"), new NoActions(), quiet);
    }

    private void serve() {
        try {
            while (true) {
                Socket connection = server.accept();
                // Before the handshake: a client that has it may go on while this thread waits for a processor.
                long accepted = System.nanoTime();
                shakeHands(connection);
                connectedAtNanos.add(accepted);
                connections.add(connection);
                if (hangsUp) {
                    connection.close();
                }
            }
        } catch (IOException e) {
            // The test is over.
        }
    }

    private static void shakeHands(Socket connection) throws IOException {
        BufferedReader head =
                new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.US_ASCII));
        String key = "";
        for (String line = head.readLine(); line != null && !line.isEmpty(); line = head.readLine()) {
            if (line.regionMatches(true, 0, "Sec-WebSocket-Key:", 0, 18)) {
                key = line.substring(18).strip();
            }
        }
        String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                + "Sec-WebSocket-Accept: " + accepted(key) + "\r\n\r\n";
        connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        connection.getOutputStream().flush();
    }

    /** RFC 6455, section 4.2.2. */
    private static String accepted(String key) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    private record NoActions() implements AlertActions {
        @Override
        public String acknowledge(SentMessage message, Person person) {
            return "";
        }

        @Override
        public String silence(SentMessage message, Duration length, Person person) {
            return "";
        }

        @Override
        public String vote(SentMessage message, boolean useful, Person person) {
            return "";
        }
    }
}
