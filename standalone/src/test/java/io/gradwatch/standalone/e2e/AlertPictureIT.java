package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import io.gradwatch.alerting.NotifierCatalogue;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.NotifierFactory;
import io.gradwatch.alerting.notify.spi.Picture;
import io.gradwatch.alerting.testing.service.LoopbackMail;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.DataFolder;
import io.gradwatch.standalone.stack.MonitorStack;
import jakarta.mail.Multipart;
import jakarta.mail.Part;
import jakarta.mail.internet.MimeMessage;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import javax.imageio.ImageIO;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The picture of an alert on its way to people: from a run through Kafka, Flink, the fleet and alerting. */
class AlertPictureIT {

    /** Colours of the fleet's pictures. */
    private static final int CURVE = 0x0072b2;

    /** Messages that must have their picture, and the runs that may be needed for them. */
    private static final int WANTED = 4;

    private static final int MOST_RUNS = 20;
    private static final int NOT_FINITE = 0xb0417f;

    @TempDir
    private Path folder;

    private final Map<String, Told> told = new ConcurrentHashMap<>();

    private final GreenMail mail = LoopbackMail.create();

    private record Told(Optional<Picture> picture, Duration pictureTook) {}

    @BeforeEach
    void startMail() {
        mail.start();
    }

    @AfterEach
    void stopMail() {
        mail.stop();
    }

    @Test
    void messageAboutANanLoss_showsTheCurveAndTheStepThatFired_alsoWhereTheFleetAsksForAToken() throws Exception {
        Settings settings = Configuration.parse(
                        """
                        kafka: {port: 0}
                        agent: {socket: %s, home-records: false}
                        fleet:
                          port: 0
                          tokens: [{name: page, token: page-token-0123456789, right: write}]
                        alerting:
                          cause-window: 0s
                          receivers:
                            - {name: team, console: {}}
                            - {name: post, email: {host: localhost, port: %d, starttls: off, from: g@example.org, to: [ada@example.org]}}
                        """.formatted(
                                folder.resolve("agent.sock"), mail.getSmtp().getPort()),
                        "test",
                        Map.of())
                .read(root -> Settings.from(root, NotifierCatalogue.load().with(new Recording())));
        try (DataFolder data = DataFolder.open(folder.resolve("data"));
                MonitorStack stack = new MonitorStack(settings, data, line -> {})) {
            stack.start();
            try (KafkaProducer<byte[], byte[]> producer = TestKafka.producer(stack.bootstrapServers(), Map.of())) {
                // A message waits a second for its picture and goes without. That is too short for the first, which
                // loads the classes that draw, and for some on a busy host.
                for (int run = 1;
                        run <= MOST_RUNS
                                && (pictured() < WANTED || picturesInMails().size() < WANTED);
                        run++) {
                    String id = "nan-" + run;
                    int runs = run;
                    diverge(new ScriptedRun(producer, id, 0, 0));
                    await().atMost(PATIENCE).until(() -> told.containsKey(id));
                    await().atMost(PATIENCE).until(() -> mail.getReceivedMessages().length >= runs);
                }
            }
        }
        assertThat(pictured()).as("messages with a picture").isGreaterThanOrEqualTo(WANTED);
        assertThat(picturesInMails()).hasSizeGreaterThanOrEqualTo(WANTED);
        for (byte[] picture : picturesInMails()) {
            assertThat(pixels(decoded(picture), CURVE)).as("curve in the mail").isGreaterThan(300);
        }
        told.values().removeIf(each -> each.picture().isEmpty());
        assertThat(told.values()).anyMatch(each -> each.pictureTook().compareTo(Duration.ofMillis(1_500)) < 0);
        for (Map.Entry<String, Told> each : told.entrySet()) {
            Picture picture = each.getValue().picture().orElseThrow(() -> new AssertionError("none for " + each));
            Files.write(Path.of("target", "alert-picture-" + each.getKey() + ".png"), picture.png());
            BufferedImage image = decoded(picture.png());
            assertThat(image.getWidth()).isEqualTo(Picture.WIDTH);
            assertThat(pixels(image, CURVE)).as("curve of " + each).isGreaterThan(300);
            assertThat(pixels(image, NOT_FINITE)).as("NaN of " + each).isGreaterThan(20);
            assertThat(picture.description()).contains(each.getKey());
            System.out.println("picture of " + each.getKey() + ": "
                    + each.getValue().pictureTook().toMillis() + " ms, " + picture.png().length + " bytes");
        }
    }

    private long pictured() {
        return told.values().stream().filter(each -> each.picture().isPresent()).count();
    }

    /** The pictures of all mails, at most one in each. */
    private List<byte[]> picturesInMails() throws Exception {
        List<byte[]> all = new ArrayList<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            List<byte[]> pictures = new ArrayList<>();
            addPictures(message, pictures);
            assertThat(pictures).as(message.getSubject()).hasSizeLessThanOrEqualTo(1);
            all.addAll(pictures);
        }
        return all;
    }

    /** Adds the pictures of a mail, at any depth of its parts. */
    private static void addPictures(Part part, List<byte[]> pictures) throws Exception {
        if (part.getContent() instanceof Multipart parts) {
            for (int i = 0; i < parts.getCount(); i++) {
                addPictures(parts.getBodyPart(i), pictures);
            }
        } else if (part.isMimeType("image/png")) {
            pictures.add(part.getInputStream().readAllBytes());
        }
    }

    private static BufferedImage decoded(byte[] png) throws IOException {
        return ImageIO.read(new ByteArrayInputStream(png));
    }

    private static void diverge(ScriptedRun run) {
        run.ago(60_000).started();
        for (int step = 0; step < 100; step++) {
            run.after(500).step(step, 2.0 / (1 + step / 10.0) + 0.02 * Math.sin(step));
        }
        for (int step = 100; step < 104; step++) {
            run.after(500).step(step, Double.NaN);
        }
        run.flush();
    }

    private static long pixels(BufferedImage image, int rgb) {
        long count = 0;
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                count += (image.getRGB(x, y) & 0xffffff) == rgb ? 1 : 0;
            }
        }
        return count;
    }

    /** Takes the picture as every notifier does, in place of the console. */
    private final class Recording implements NotifierFactory {

        @Override
        public String kind() {
            return "console";
        }

        @Override
        public Notifier create(ConfigSection section) {
            return notification -> {
                long started = System.nanoTime();
                Optional<Picture> picture = notification.picture();
                Duration took = Duration.ofNanos(System.nanoTime() - started);
                String run = notification.group().changes().get(0).alert().getRunId();
                told.putIfAbsent(run, new Told(picture, took));
                return Delivery.delivered();
            };
        }
    }
}
