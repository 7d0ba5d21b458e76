package io.gradwatch.standalone.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.icegreen.greenmail.util.GreenMail;
import com.microsoft.playwright.Page;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.HostileNames;
import io.gradwatch.alerting.testing.service.LoopbackMail;
import io.gradwatch.config.Configuration;
import io.gradwatch.schema.Alert;
import jakarta.mail.internet.MimeMessage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Mails in a browser, as SMTP brought them: on a phone and as wide as they become. */
class MailLooksIT {

    private static final int PHONE = 360;
    private static final int WIDEST = 600;

    /** Characters that are left of a run id when its alert is taken in. */
    private static final int RUN_ID_LENGTH = 300;

    private static final GreenMail SERVER = LoopbackMail.create();

    private static Chromium chromium;
    private static Notifier notifier;
    private final List<String> wrong = new ArrayList<>();
    private Page page;

    @BeforeAll
    static void start() throws Exception {
        Chromium.assume();
        SERVER.start();
        NotifierFactory mail = ServiceLoader.load(NotifierFactory.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(factory -> factory.kind().equals("email"))
                .findFirst()
                .orElseThrow();
        String yaml = "{host: localhost, port: %d, starttls: off, from: g@example.org, to: [ada@example.org]}"
                .formatted(SERVER.getSmtp().getPort());
        notifier = Configuration.parse(yaml, "test", Map.of()).read(mail::create);
        chromium = new Chromium();
    }

    @BeforeEach
    void open() throws Exception {
        SERVER.purgeEmailFromAllMailboxes();
        page = chromium.open(wrong);
        page.onRequest(request -> {
            if (!request.url().startsWith("data:")) {
                wrong.add("asked for " + request.url());
            }
        });
        page.onDialog(dialog -> {
            wrong.add("said " + dialog.message());
            dialog.dismiss();
        });
    }

    @AfterEach
    void nothingWentWrong() {
        page.close();
        assertThat(wrong).isEmpty();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
            SERVER.stop();
        }
    }

    @Test
    void pictureOfTheCurve_isAsWideAsTheMail() throws Exception {
        show(drawn(Alerts.notification(Alerts.nan("a"), Alerts.oscillating("a"))));

        for (int width : List.of(PHONE, WIDEST)) {
            assertFits(width);
            assertThat(number("document.images[0].naturalWidth")).isEqualTo(Picture.WIDTH);
            assertThat(number("document.images[0].getBoundingClientRect().width"))
                    .as("picture at " + width)
                    .isBetween(width * 0.8, (double) width);
        }
        assertThat(page.locator("h1").boundingBox().y).as("title of a phone").isLessThan(80);
        assertThat(page.locator("h1").textContent()).startsWith("CRITICAL: Loss is NaN and 1 more in run resnet-a");
    }

    @Test
    void wideWindow_hasAMailOf600Pixels() throws Exception {
        show(Alerts.notification(Alerts.nan("a")));
        page.setViewportSize(1_600, 900);

        assertThat(number("document.querySelector('h1').closest('table').getBoundingClientRect().width"))
                .isEqualTo(WIDEST);
    }

    @Test
    void thirtyRuns_fit() throws Exception {
        show(Alerts.notification(Alerts.nans(30)));

        assertFits(PHONE);
        assertFits(WIDEST);
    }

    static Stream<String> names() {
        return Stream.concat(
                HostileNames.all(), Stream.of("W".repeat(3_000), "</td></tr></table>", "\u0645\u0631\u062d"));
    }

    @ParameterizedTest
    @MethodSource("names")
    void hostileNames_breakNeitherTheWidthNorTheMarkup(String name) throws Exception {
        Alert hostile = HostileNames.everywhereIn(name);
        hostile.setRunId(name.substring(0, Math.min(name.length(), RUN_ID_LENGTH)));
        show(drawn(Alerts.notification(hostile)));

        assertFits(PHONE);
        assertFits(WIDEST);
        assertThat(number("document.scripts.length")).isZero();
        assertThat(number("document.images.length")).isEqualTo(1);
        assertThat(page.evaluate("[...document.links].every(link => link.href.startsWith('https://watch.example/'))"))
                .isEqualTo(true);
        assertThat(page.locator("body").innerText()).endsWith("Sent by Gradwatch.");
    }

    /** Shows the mail of a notification. */
    private void show(Notification notification) throws Exception {
        assertThat(notifier.send(Alerts.linked(notification))).isInstanceOf(Delivery.Delivered.class);
        MimeMessage[] received = SERVER.getReceivedMessages();
        assertThat(received).hasSize(1);
        page.setContent(ReceivedMail.html(received[0]));
        page.waitForFunction("[...document.images].every(image => image.complete && image.naturalWidth > 0)");
    }

    private void assertFits(int width) {
        page.setViewportSize(width, 800);
        assertThat(number("document.documentElement.scrollWidth"))
                .as("width of what is shown in " + width)
                .isLessThanOrEqualTo(width);
        assertThat(number("Math.max(...[...document.querySelectorAll('h1,h2,p,li,img,a')]"
                        + ".map(each => each.getBoundingClientRect().right))"))
                .as("right end of texts in " + width)
                .isLessThanOrEqualTo(width);
    }

    private double number(String script) {
        return ((Number) page.evaluate(script)).doubleValue();
    }

    private static Notification drawn(Notification notification) throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(Picture.WIDTH, Picture.HEIGHT, BufferedImage.TYPE_INT_RGB), "png", png);
        Picture picture = new Picture(png.toByteArray(), "loss around step 1,200");
        return Alerts.pictured(notification, alert -> Optional.of(picture));
    }
}
