package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.icegreen.greenmail.util.GreenMail;
import com.microsoft.playwright.Page;
import io.gradwatch.agent.RunDescription;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.service.Form;
import io.gradwatch.alerting.testing.service.LoopbackAlertmanager;
import io.gradwatch.alerting.testing.service.LoopbackDiscord;
import io.gradwatch.alerting.testing.service.LoopbackMail;
import io.gradwatch.alerting.testing.service.LoopbackNtfy;
import io.gradwatch.alerting.testing.service.LoopbackOnCall;
import io.gradwatch.alerting.testing.service.LoopbackOpsgenie;
import io.gradwatch.alerting.testing.service.LoopbackPagerDuty;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.alerting.testing.service.LoopbackService.Taken;
import io.gradwatch.alerting.testing.service.LoopbackTeams;
import io.gradwatch.alerting.testing.service.LoopbackTelegram;
import io.gradwatch.standalone.demo.jobs.DemoJob;
import io.gradwatch.standalone.demo.jobs.DemoJobs;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * Makes a picture of the message of each channel for the documentation where {@code -Dpictures=FOLDER} asks for it: of
 * what {@code gradwatch up} sends about a real network that explodes, drawn as the channel would.
 */
@EnabledIfSystemProperty(named = "pictures", matches = ".+")
class ChannelPicturesIT {

    private static final int MOST_BYTES = 60_000;

    @TempDir
    private Path folder;

    /**
     * A channel.
     *
     * @param settings in one line, with the address of the server and its secret
     */
    private record Channel(String kind, String name, LoopbackService service, String settings) {

        String receiver() {
            return "    - {name: %s, %s: {%s}}%n"
                    .formatted(kind, kind, settings)
                    .replace("{base}", service.at("").toString())
                    .replace("{secret}", LoopbackService.SECRET);
        }
    }

    private final List<Channel> channels = List.of(
            new Channel(
                    "pagerduty", "PagerDuty", new LoopbackPagerDuty(), "api-url: \"{base}\", routing-key: {secret}"),
            new Channel(
                    "opsgenie",
                    "Opsgenie, Jira Service Management",
                    new LoopbackOpsgenie(),
                    "api-url: \"{base}/v2\", api-key: {secret}"),
            new Channel(
                    "grafana-oncall",
                    "Grafana OnCall",
                    new LoopbackOnCall(),
                    "url: \"{base}/integrations/v1/formatted_webhook/{secret}/\""),
            new Channel("alertmanager", "Alertmanager", new LoopbackAlertmanager(), "url: \"{base}\", token: {secret}"),
            new Channel(
                    "teams",
                    "Microsoft Teams",
                    new LoopbackTeams(),
                    "url: \"{base}/workflows/1/triggers/manual/paths/invoke?sig={secret}\""),
            new Channel("discord", "Discord", new LoopbackDiscord(), "url: \"{base}/api/webhooks/1/{secret}\""),
            new Channel(
                    "telegram",
                    "Telegram",
                    new LoopbackTelegram(),
                    "api-url: \"{base}\", chat: \"-1001\", token: \"110:{secret}\""),
            new Channel(
                    "ntfy",
                    "ntfy",
                    new LoopbackNtfy(),
                    "url: \"{base}\", topic: " + LoopbackNtfy.TOPIC + ", token: {secret}"));

    private final LoopbackSlack slack = new LoopbackSlack();
    private final GreenMail mail = LoopbackMail.create();

    @Test
    void messageOfEachChannel_aboutARealRun() throws Exception {
        Chromium.assume();
        Path pictures = Path.of(System.getProperty("pictures"));
        StringBuilder alerting = new StringBuilder("public-url: https://watch.example\nalerting:\n  receivers:\n");
        channels.forEach(channel -> alerting.append(channel.receiver()));
        mail.start();
        alerting.append(
                """
                    - name: mail
                      email: {host: localhost, port: %d, starttls: off, from: gradwatch@example.org, to: [ada@example.org]}
                    - name: slack
                      slack: {token: %s, app-token: %s, channel: "#training-alerts", api-url: "%s"}
                """.formatted(mail.getSmtp().getPort(), LoopbackSlack.TOKEN, LoopbackSlack.APP_TOKEN, slack.apiUrl()));
        try (UpProcess up = new UpProcess(folder)
                        .options("-Xmx1g")
                        .with(alerting.toString())
                        .start();
                Chromium chromium = new Chromium()) {
            train(up);
            for (Channel channel : channels) {
                draw(chromium, channel, pictures.resolve("channel-" + channel.kind() + ".png"));
            }
            draw(chromium, "slack", "Slack", slackMessage(), slackPicture(), pictures.resolve("channel-slack.png"));
            drawMail(chromium, pictures.resolve("mail.png"));
        } finally {
            slack.close();
            channels.forEach(channel -> channel.service().close());
            mail.stop();
        }
    }

    /** Trains until every channel has heard that the loss is not a number. */
    private void train(UpProcess up) {
        DemoJob job = DemoJobs.named("exploding");
        RunDescription description = RunDescription.builder()
                .runId("exploding")
                .project("digits")
                .owner("ada")
                .name("exploding")
                .build();
        try (TrainingRun run = TrainingRun.start(job.describe(description), up.agent())) {
            try {
                job.train(run, report -> {
                    if (allHaveHeard()) {
                        throw new CancellationException("every channel has its message");
                    }
                });
            } catch (CancellationException e) {
                // It need not go on.
            }
            await().atMost(PATIENCE).until(this::allHaveHeard);
            run.stop();
        }
    }

    private boolean allHaveHeard() {
        return channels.stream().allMatch(channel -> nan(channel).findAny().isPresent())
                && nanMails().findAny().isPresent()
                && slackMessages().findAny().isPresent()
                && !slack.workspace().shared().isEmpty();
    }

    private Stream<JsonNode> slackMessages() {
        return slack.inChannel().stream()
                .filter(message -> message.text().contains("Loss is NaN"))
                .map(LoopbackSlack.Posted::body);
    }

    private String slackMessage() {
        return slackMessages().findFirst().orElseThrow().toString();
    }

    /** The picture in the thread of the message, as an address. */
    private String slackPicture() {
        return address(slack.workspace().shared().get(0).bytes());
    }

    private Stream<MimeMessage> nanMails() {
        return Stream.of(mail.getReceivedMessages()).filter(message -> {
            try {
                return message.getSubject().contains("Loss is NaN");
            } catch (MessagingException e) {
                throw new AssertionError("the server took what is no mail", e);
            }
        });
    }

    private static Stream<Taken> nan(Channel channel) {
        return channel.service().taken().stream()
                .filter(taken -> taken.body().toString().contains("Loss is NaN"));
    }

    private static void draw(Chromium chromium, Channel channel, Path file) throws Exception {
        Taken taken = nan(channel).findFirst().orElseThrow();
        draw(chromium, channel.kind(), channel.name(), taken.body().toString(), picture(taken), file);
    }

    private static void draw(Chromium chromium, String kind, String name, String body, String picture, Path file)
            throws Exception {
        List<String> errors = new ArrayList<>();
        Page page = chromium.open(errors);
        page.setViewportSize(640, 400);
        try (var html = ChannelPicturesIT.class.getResourceAsStream("channel-pictures.html")) {
            page.setContent(new String(html.readAllBytes(), StandardCharsets.UTF_8));
        }
        page.evaluate("message => show(message)", Map.of("kind", kind, "name", name, "body", body, "picture", picture));
        page.waitForFunction("[...document.images].every(image => image.complete && image.naturalWidth > 0)");
        Files.write(file, FewColours.of(page.locator("#frame").screenshot()));

        assertThat(errors).isEmpty();
        assertThat(page.locator("#frame").textContent()).contains("Loss is NaN");
        assertThat(Files.size(file)).as(file.toString()).isBetween(3_000L, (long) MOST_BYTES);
    }

    private void drawMail(Chromium chromium, Path file) throws Exception {
        List<String> errors = new ArrayList<>();
        Page page = chromium.open(errors);
        page.setViewportSize(640, 400);
        page.setContent(ReceivedMail.html(nanMails().findFirst().orElseThrow()));
        page.waitForFunction("[...document.images].every(image => image.complete && image.naturalWidth > 0)");
        Files.write(file, FewColours.of(page.locator("body").screenshot()));

        assertThat(errors).isEmpty();
        assertThat(page.locator("img").count()).as("picture of the curve").isEqualTo(1);
        assertThat(Files.size(file)).as(file.toString()).isBetween(3_000L, 2L * MOST_BYTES);
    }

    /** The picture that came with the message, as an address; empty where none did. */
    private static String picture(Taken taken) {
        Map<String, String> parts = Form.parts(taken.request());
        byte[] png = parts.containsKey("files[0]")
                ? parts.get("files[0]").getBytes(StandardCharsets.ISO_8859_1)
                : parts.getOrDefault("photo", "").getBytes(StandardCharsets.ISO_8859_1);
        byte[] sent = taken.request().method().equals("PUT") ? taken.request().bytes() : png;
        boolean isPicture = sent.length > 4 && sent[1] == 'P';
        return isPicture ? address(sent) : "";
    }

    private static String address(byte[] png) {
        return "data:image/png;base64," + Base64.getEncoder().encodeToString(png);
    }
}
