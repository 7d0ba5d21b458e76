package io.gradwatch.alerting.notify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.alerting.notify.http.ServiceNotifierContract;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.alerting.testing.service.LoopbackTeams;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.util.Base64;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class TeamsNotifierTest extends ServiceNotifierContract {

    TeamsNotifierTest() {
        super(new LoopbackTeams());
    }

    @Override
    protected NotifierFactory factory() {
        return new TeamsNotifier.Factory();
    }

    @Override
    protected String settings(URI base) {
        return "url: " + base + "/workflows/1/triggers/manual/paths/invoke?sig=" + LoopbackService.SECRET;
    }

    @Test
    void card_hasTheFactsInOrder_itsColour_andButtons() throws Exception {
        notifier().send(Alerts.linked(Alerts.notification(Alerts.nan("a"))));

        JsonNode card = last().body().at("/attachments/0/content");
        assertThat(card.at("/body/0/inlines/0/color").asText()).isEqualTo("Attention");
        assertThat(card.findValuesAsText("text"))
                .containsSubsequence(
                        "CRITICAL: Loss is NaN in run resnet-a on node-7 since step 1,200, 3 min ago",
                        "run resnet-a · project vision · owner ada · host node-7",
                        "CRITICAL Loss is NaN");
        assertThat(card.path("actions"))
                .extracting(action -> action.path("url").asText())
                .containsExactly("https://watch.example/runs/a", "https://watch.example/alerts/a-0-nan-1200");
    }

    @Test
    void picture_isInTheCard_whereItFits() throws Exception {
        notifier().send(with(curve(), Alerts.notification(Alerts.nan("a"))));

        JsonNode blocks = last().body().at("/attachments/0/content/body");
        JsonNode image = blocks.path(blocks.size() - 1);
        assertThat(image.path("type").asText()).isEqualTo("Image");
        assertThat(image.path("altText").asText()).isEqualTo("loss over steps");
        byte[] png = Base64.getDecoder().decode(image.path("url").asText().replace("data:image/png;base64,", ""));
        BufferedImage shown = ImageIO.read(new ByteArrayInputStream(png));
        assertThat(shown.getWidth()).isBetween(320, 640);
        assertThat(shown.getRGB(1, 1) & 0xffffff).isEqualTo(0xffffff);
        assertThat(png.length).isLessThan(20_000);
    }

    @Test
    void picture_isLeftOut_whereTheCardIsFull() throws Exception {
        Alert[] many = Stream.iterate(0, i -> i + 1)
                .limit(30)
                .map(i -> Alerts.firing("a", "class-" + i, Severity.CRITICAL)
                        .setSummary("w\u00f6rd ".repeat(100))
                        .build())
                .toArray(Alert[]::new);
        notifier().send(with(noise(), Alerts.notification(many)));

        assertThat(last().body().at("/attachments/0/content/body").findValuesAsText("type"))
                .doesNotContain("Image");
    }

    @Test
    void fileThatIsNoPicture_isLeftOut() throws Exception {
        notifier().send(pictured(Alerts.notification(Alerts.nan("a"))));

        assertThat(last().body().findValuesAsText("type")).doesNotContain("Image");
    }

    /** A picture that cannot be made small. */
    private static BufferedImage noise() {
        BufferedImage image = new BufferedImage(Picture.WIDTH, Picture.HEIGHT, BufferedImage.TYPE_INT_RGB);
        Random noise = new Random(1);
        for (int x = 0; x < Picture.WIDTH; x++) {
            for (int y = 0; y < Picture.HEIGHT; y++) {
                image.setRGB(x, y, noise.nextInt());
            }
        }
        return image;
    }

    private static BufferedImage curve() {
        BufferedImage image = new BufferedImage(Picture.WIDTH, Picture.HEIGHT, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = image.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, Picture.WIDTH, Picture.HEIGHT);
        Random noise = new Random(1);
        int before = 100;
        for (int x = 1; x < Picture.WIDTH; x++) {
            int y = 100 + noise.nextInt(60);
            graphics.setColor(x < 400 ? Color.BLUE : Color.RED);
            graphics.drawLine(x - 1, before, x, y);
            before = y;
        }
        graphics.dispose();
        return image;
    }

    private static Notification with(BufferedImage image, Notification notification) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(image, "png", png);
        Picture picture = new Picture(png.toByteArray(), "loss over steps");
        return Alerts.pictured(notification, alert -> Optional.of(picture));
    }

    @Test
    void recovered_isGreen() throws Exception {
        notifier().send(Alerts.notification(Alerts.resolved(Alerts.nan("a"))));

        assertThat(last().body()
                        .at("/attachments/0/content/body/0/inlines/0/color")
                        .asText())
                .isEqualTo("Good");
    }

    @Test
    void withoutAnAddress_isRefused() {
        assertThatThrownBy(() -> create("{}"))
                .isInstanceOf(ConfigurationException.class)
                .hasMessageContaining("url is missing; it must be the address of a workflow");
    }
}
