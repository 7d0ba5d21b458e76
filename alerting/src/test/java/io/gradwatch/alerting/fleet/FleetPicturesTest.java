package io.gradwatch.alerting.fleet;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.config.Secret;
import io.gradwatch.schema.Alert;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FleetPicturesTest {

    private static final String TOKEN = "reader-token-0123456789";

    private final Alert alert = Alerts.nan("team/run 1");
    private final List<String> asked = new CopyOnWriteArrayList<>();
    private final AtomicLong nanos = new AtomicLong();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;
    private FleetAddress address;
    private volatile HttpHandler fleet = exchange -> answer(exchange, 200, png());
    private FleetPictures pictures;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.add(exchange.getRequestURI() + " "
                    + exchange.getRequestHeaders().getFirst("Authorization"));
            fleet.handle(exchange);
        });
        server.setExecutor(threads);
        server.start();
        address = new FleetAddress(
                URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"), Optional.of(new Secret(TOKEN)));
        pictures = new FleetPictures(() -> Optional.of(address), PATIENCE, nanos::get);
    }

    @AfterEach
    void stop() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    @Test
    void picture_isAskedForByTheIdOfTheAlert_withTheToken() throws Exception {
        Picture picture = pictures.of(alert).orElseThrow();

        assertThat(picture.png()).isEqualTo(png());
        assertThat(picture.description())
                .isEqualTo("Curve of " + alert.getRunName() + " around step " + alert.getOnsetStep()
                        + ", where the fault began");
        assertThat(asked).singleElement().asString().contains("/picture.png?").endsWith(" Bearer " + TOKEN);
        String id = asked.get(0).replaceFirst("/api/v1/alerts/([^/]*)/picture.*", "$1");
        assertThat(URI.create("http://x/" + id).getPath()).isEqualTo("/" + alert.getId());
    }

    @Test
    void alertWithoutPicture_isNoFailureOfTheFleet() {
        fleet = exchange -> answer(exchange, 404, "{}".getBytes());

        for (int i = 0; i < 5; i++) {
            assertThat(pictures.of(alert)).isEmpty();
        }

        assertThat(asked).hasSize(5);
    }

    @Test
    void answerThatIsNoPicture_orTooLong_isLeftOut() {
        fleet = exchange -> answer(exchange, 200, "<html>a proxy's page</html>".getBytes());
        assertThat(pictures.of(alert)).isEmpty();
        fleet = exchange -> answer(exchange, 200, new byte[0]);
        assertThat(pictures.of(alert)).isEmpty();
        pictures.of(alert);
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        byte[] long1 = new byte[Picture.MOST_BYTES + 1];
        System.arraycopy(pngUnchecked(), 0, long1, 0, 60);
        fleet = exchange -> answer(exchange, 200, long1);
        assertThat(pictures.of(alert)).isEmpty();
    }

    @Test
    void fleetThatHangs_holdsUpAMessageForItsTime_andThreeOfThem() {
        pictures = new FleetPictures(() -> Optional.of(address), Duration.ofSeconds(1), nanos::get);
        fleet = exchange -> {
            exchange.sendResponseHeaders(200, 1000);
            exchange.getResponseBody().write(pngUnchecked(), 0, 20);
            exchange.getResponseBody().flush();
            awaitEnd();
        };
        long started = System.nanoTime();
        for (int i = 0; i < 50; i++) {
            assertThat(pictures.of(alert)).isEmpty();
        }

        Duration took = Duration.ofNanos(System.nanoTime() - started);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(asked).hasSize(3));
        // Three seconds and what a busy machine adds; all of them would wait for fifty.
        assertThat(took).isBetween(Duration.ofMillis(2_900), Duration.ofSeconds(30));
    }

    @Test
    void fleetThatFails_isAskedAgainAfterAPause_andByOneMessageOnly() {
        fleet = exchange -> answer(exchange, 503, "{}".getBytes());
        for (int i = 0; i < 10; i++) {
            pictures.of(alert);
        }
        assertThat(asked).hasSize(3);

        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        pictures.of(alert);
        pictures.of(alert);
        assertThat(asked).hasSize(4);

        fleet = exchange -> answer(exchange, 200, pngUnchecked());
        nanos.addAndGet(Duration.ofSeconds(31).toNanos());
        assertThat(pictures.of(alert)).isPresent();
        assertThat(pictures.of(alert)).isPresent();
    }

    @Test
    void withoutAFleet_nothingIsAsked() {
        assertThat(new FleetPictures(Optional::empty).of(alert)).isEmpty();
    }

    @Test
    void interrupt_isKeptForTheSending() {
        Thread.currentThread().interrupt();

        assertThat(pictures.of(alert)).isEmpty();

        assertThat(Thread.interrupted()).isTrue();
    }

    private void awaitEnd() {
        try {
            end.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void answer(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static byte[] pngUnchecked() {
        try {
            return png();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static byte[] png() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(20, 20, BufferedImage.TYPE_INT_RGB), "png", bytes);
        return bytes.toByteArray();
    }
}
