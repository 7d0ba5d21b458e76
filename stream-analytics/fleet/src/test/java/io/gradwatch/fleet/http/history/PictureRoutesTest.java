package io.gradwatch.fleet.http.history;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.config.Secret;
import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.Points.Attempt;
import io.gradwatch.fleet.history.read.Points.Point;
import io.gradwatch.fleet.http.FleetServer;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.access.AccessSettings.Token;
import io.gradwatch.fleet.http.route.Right;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.picture.AlertPictures;
import io.gradwatch.fleet.testing.Browser;
import io.gradwatch.fleet.testing.Browser.Answer;
import io.gradwatch.fleet.testing.FakeFleet;
import java.awt.image.BufferedImage;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PictureRoutesTest {

    private static final String READER = "reader-token-0123456789";
    private static final String PATH = "/api/v1/alerts/" + Browser.encoded(FakeFleet.ALERT) + "/picture.png";

    private final FakeFleet fleet = new FakeFleet();
    private volatile Points points = points(60);
    private AlertPictures pictures;
    private FleetServer server;
    private Browser browser;

    @BeforeEach
    void open() {
        pictures = new AlertPictures(
                fleet::alert,
                request -> {
                    if (points == null) {
                        throw new UnavailableException("the history is away");
                    }
                    return points;
                },
                PATIENCE);
        server = new FleetServer(
                "127.0.0.1",
                0,
                new AccessSettings(List.of(new Token("reader", new Secret(READER), Right.READ)), null, Set.of()),
                List.of(new PictureRoutes(pictures)));
        server.start();
        browser = new Browser(server.port());
    }

    @AfterEach
    void close() {
        server.close();
        pictures.close();
    }

    @Test
    void picture_isAPng_ofTheSizeAsked() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + server.port() + PATH + "?width=640&height=300&theme=dark"))
                .header("Authorization", "Bearer " + READER)
                .build();
        HttpResponse<InputStream> answer =
                HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofInputStream());

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("image/png");
        BufferedImage image = ImageIO.read(answer.body());
        assertThat(image.getWidth()).isEqualTo(640);
        assertThat(image.getHeight()).isEqualTo(300);
    }

    @Test
    void sizesOutOfBounds_areRefused() throws Exception {
        assertThat(get(PATH + "?width=100000").status()).isEqualTo(400);
        assertThat(get(PATH + "?height=1").message()).contains("'height' was '1' but must be a whole number from 200");
        assertThat(get(PATH + "?wait_millis=60000").status()).isEqualTo(400);
        assertThat(get(PATH + "?theme=pink").status()).isEqualTo(400);
    }

    @Test
    void alertWithoutPicture_isMissing_withTheReason() throws Exception {
        Answer unknown = get("/api/v1/alerts/none/picture.png");
        assertThat(unknown.status()).isEqualTo(404);
        assertThat(unknown.message()).isEqualTo("No alert 'none' is live or in the history");

        points = points(0);
        assertThat(get(PATH).message()).isEqualTo("The history has no values of 'loss' around the onset");
    }

    @Test
    void historyThatIsAway_isUnavailable() throws Exception {
        points = null;

        assertThat(get(PATH).status()).isEqualTo(503);
    }

    @Test
    void withoutToken_nothingIsShown() throws Exception {
        assertThat(browser.get(PATH).status()).isEqualTo(401);
        assertThat(fleet.asked).isEmpty();
    }

    private Answer get(String path) throws Exception {
        return browser.get(path, "Authorization", "Bearer " + READER);
    }

    private static Points points(long steps) {
        return Points.of(
                true,
                1,
                steps == 0 ? List.of() : List.of(new Attempt(1, 0, steps - 1, steps)),
                LongStream.range(0, steps)
                        .mapToObj(step -> Point.of(1, step, step, 1.0 / (1 + step)))
                        .toList(),
                null);
    }
}
