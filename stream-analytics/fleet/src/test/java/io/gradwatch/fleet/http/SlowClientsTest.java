package io.gradwatch.fleet.http;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.route.Json;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.testing.Browser;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Clients that send nothing, or take nothing. A test that hangs is one that fails. */
@Execution(ExecutionMode.CONCURRENT)
@Timeout(value = 10, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SlowClientsTest {

    private static final int LONG = 2 << 20;

    /** More than a client takes in the time that an answer has, and than the system takes for it. */
    private static final int HUGE = 24 << 20;

    private final List<Socket> sockets = new ArrayList<>();
    private final CountDownLatch done = new CountDownLatch(1);
    private final CountDownLatch busy = new CountDownLatch(48);
    private FleetServer server;
    private Browser browser;

    @BeforeEach
    void open() {
        Routes parts = routes -> {
            routes.get("/api/v1/long", context -> Json.answer(context, "x".repeat(LONG)));
            routes.get("/api/v1/huge", context -> context.result(new ByteArrayInputStream(new byte[HUGE])));
            routes.get("/api/v1/short", context -> Json.answer(context, "short"));
            routes.get("/api/v1/busy", context -> {
                busy.countDown();
                done.await();
            });
        };
        server = new FleetServer(
                "127.0.0.1",
                0,
                new AccessSettings(List.of(), null, Set.of()),
                List.of(parts, new StatusRoutes(Optional::empty, "kafka:9092")),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5));
        server.start();
        browser = new Browser(server.port());
    }

    @AfterEach
    void close() throws IOException {
        done.countDown();
        for (Socket socket : sockets) {
            socket.close();
        }
        server.close();
    }

    @Test
    void bodiesThatDoNotCome_holdUpNobody_andAreCutOff() throws Exception {
        for (int i = 0; i < 80; i++) {
            send("POST /api/v1/session HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                    + "\r\nContent-Length: 100\r\n\r\nslow");
        }
        assertThat(browser.get("/health").status()).isEqualTo(200);
        assertThat(browser.get("/api/v1/short").status()).isEqualTo(200);
        assertThat(browser.send("POST", "/api/v1/session", "guess").status()).isEqualTo(401);
        for (Socket socket : sockets) {
            assertThat(read(socket, 1_000)).isLessThan(1_000);
        }
    }

    @Test
    void clientsThatNeverRead_holdUpNobody_andAreCutOff() throws Exception {
        for (int i = 0; i < 100; i++) {
            send("GET /api/v1/long HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n");
        }
        for (int i = 0; i < 10; i++) {
            assertThat(browser.get("/health").status()).isEqualTo(200);
            assertThat(browser.get("/api/v1/long").body()).hasSize(LONG + 2);
        }
        Awaitility.await().atMost(PATIENCE).until(() -> sockets.stream().allMatch(this::isCut));
    }

    @Test
    void clientThatTakesALittleAgainAndAgain_isCutOffInTheEnd() throws Exception {
        Socket socket = new Socket();
        sockets.add(socket);
        socket.setReceiveBufferSize(16 << 10);
        socket.setSoTimeout((int) PATIENCE.toMillis());
        socket.connect(new InetSocketAddress("127.0.0.1", server.port()));
        socket.getOutputStream()
                .write(("GET /api/v1/huge HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n")
                        .getBytes(StandardCharsets.ISO_8859_1));
        AtomicInteger taken = new AtomicInteger();

        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(200)).until(() -> {
            int bytes = read(socket, 128 << 10);
            taken.addAndGet(bytes);
            return bytes < 128 << 10;
        });
        assertThat(taken.get()).isLessThan(HUGE);
    }

    /** Reads what the system had taken for the client. */
    private boolean isCut(Socket socket) {
        try {
            return read(socket, LONG) < LONG;
        } catch (IOException e) {
            return false;
        }
    }

    @Test
    void requestsThatLast_leaveThreadsForTheHealth() throws Exception {
        for (int i = 0; i < 100; i++) {
            send("GET /api/v1/busy HTTP/1.1\r\nHost: 127.0.0.1:" + server.port() + "\r\n\r\n");
        }
        assertThat(busy.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();

        assertThat(browser.get("/health").status()).isEqualTo(200);
        Browser.Answer refused = browser.get("/api/v1/short");
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.headers()).containsEntry("Retry-After", "1");
        assertThat(refused.json().at("/error/code").asText()).isEqualTo("unavailable");

        done.countDown();
        Awaitility.await()
                .atMost(PATIENCE)
                .until(() -> browser.get("/api/v1/short").status() == 200);
    }

    private void send(String request) throws IOException {
        Socket socket = new Socket("127.0.0.1", server.port());
        socket.setSoTimeout((int) PATIENCE.toMillis());
        sockets.add(socket);
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Bytes until the end, or until there are so many. */
    private static int read(Socket socket, int most) throws IOException {
        InputStream in = socket.getInputStream();
        try {
            return in.readNBytes(most).length;
        } catch (SocketException e) {
            // Reset: the server has closed it with bytes under way.
            return 0;
        }
    }
}
