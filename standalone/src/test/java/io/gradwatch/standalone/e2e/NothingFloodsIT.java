package io.gradwatch.standalone.e2e;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.LoopbackSlack.Posted;
import io.gradwatch.alerting.testing.service.LoopbackMail;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Outcome;
import io.gradwatch.standalone.Main;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code gradwatch up} in a process of its own, with a Slack by webhook, a Slack by bot, and a mail server: how many
 * messages people get. {@code -Dflood.interval=30s -Dflood.pause.millis=2000} does it in the time of the defaults.
 */
class NothingFloodsIT {

    private static final int RUNS = 30;
    private static final int LOGS = 170;
    private static final String INTERVAL = System.getProperty("flood.interval", "5s");
    private static final long PAUSE_MILLIS = Long.getLong("flood.pause.millis", 300);

    @TempDir
    private Path folder;

    private final LoopbackSlack webhook = new LoopbackSlack();
    private final LoopbackSlack bot = new LoopbackSlack();
    private final GreenMail mail = LoopbackMail.create();
    private UpProcess up;

    @BeforeEach
    void start() throws IOException {
        mail.start();
        up = new UpProcess(folder).options("-Xmx1g").with("""
                public-url: https://watch.example/
                alerting:
                  group-interval: %s
                  receivers:
                    - {name: hook, slack: {url: "%s"}}
                    - {name: bot, slack: {token: %s, channel: "#alerts", api-url: "%s"}}
                    - name: post
                      email: {host: localhost, port: %d, starttls: off, from: g@example.org, to: [ada@example.org]}
                  routes:
                    - {match: {severity: warning}, receivers: [hook, bot], continue: true}
                    - {match: {severity: info}, receivers: [post]}
                """.formatted(
                        INTERVAL,
                        webhook.webhook(),
                        LoopbackSlack.TOKEN,
                        bot.apiUrl(),
                        mail.getSmtp().getPort()));
        up.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        up.close();
        mail.stop();
        webhook.close();
        bot.close();
    }

    @Test
    void thirtyRunsThatGoNan_areTwoMessages_andHundredAndSeventyOldLogsAreOneDigest() throws Exception {
        failAlike();
        await("the follow-up")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subjects()).last().asString().contains("in 30 runs"));
        await("the update")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(bot.updates())
                        .last()
                        .satisfies(update -> assertThat(update.text()).contains("in 30 runs")));
        await().atMost(PATIENCE).until(() -> webhook.posted().size() >= 2);

        assertThat(webhook.posted()).hasSize(2);
        assertThat(subjects()).hasSize(2);
        assertThat(bot.inChannel()).hasSize(1);
        assertThat(webhook.violations()).isEmpty();
        assertThat(bot.violations()).isEmpty();
        assertThat(webhook.posted().get(1).text())
                .contains("Loss is NaN in 30 runs of sweep on node-1", "https://watch.example/runs/")
                .doesNotContain("✅")
                .doesNotContainIgnoringCase("resolved");
        assertNoGreen();

        attachOldLogs();
        await("the digest")
                .atMost(PATIENCE)
                .untilAsserted(() -> assertThat(subjects()).last().asString().contains("Backlog: "));
        assertThat(subjects()).hasSize(3);
        assertThat(webhook.posted()).hasSize(2);
        assertThat(bot.posted()).hasSize(2);
        System.out.printf(
                Locale.ROOT,
                "webhook %d, bot %d in the channel (%d replies, %d updates), mail %s%n",
                webhook.posted().size(),
                bot.inChannel().size(),
                bot.posted().size() - bot.inChannel().size(),
                bot.updates().size(),
                subjects());
    }

    /** Each goes NaN and ends with it. */
    private void failAlike() {
        try (KafkaProducer<byte[], byte[]> producer = TestKafka.producer(up.kafka(), Map.of())) {
            for (int number = 0; number < RUNS; number++) {
                ScriptedRun run = new ScriptedRun(producer, "sweep-" + number, 0, 0);
                run.started(run.declaration().setProject("sweep"));
                for (int step = 0; step < 20; step++) {
                    run.step(step, step < 10 ? 2.5 - step * 0.01 : Double.NaN);
                }
                run.ended(Outcome.FINISHED, 19).flush();
                // The jobs of a sweep do not fail at the same moment.
                await().pollDelay(Duration.ofMillis(PAUSE_MILLIS)).until(() -> true);
            }
        }
    }

    private void attachOldLogs() throws IOException {
        Path logs = Files.createDirectories(folder.resolve("old"));
        for (int number = 0; number < LOGS; number++) {
            StringBuilder csv = new StringBuilder("step,loss\n");
            for (int step = 0; step < 60; step++) {
                csv.append(step).append(',');
                csv.append(number % 2 == 0 && step > 40 ? "nan" : Double.toString(3.0 / (1 + step)))
                        .append('\n');
            }
            Path file = Files.writeString(logs.resolve("run-" + number + ".csv"), csv);
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofDays(9))));
        }
        up.processes()
                .start(
                        "attach",
                        Main.class.getName(),
                        List.of(
                                "attach",
                                logs.toString(),
                                "--project=old",
                                "--state=" + folder.resolve("state"),
                                "--bootstrap-servers=" + up.kafka()));
    }

    private void assertNoGreen() throws Exception {
        for (MimeMessage message : mail.getReceivedMessages()) {
            String html = new String(message.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(html).doesNotContain("#1a7f37");
        }
        for (Posted posted : bot.updates()) {
            assertThat(posted.text()).doesNotContain("✅", "🟢");
        }
    }

    private List<String> subjects() throws MessagingException {
        List<String> subjects = new ArrayList<>();
        for (MimeMessage message : mail.getReceivedMessages()) {
            subjects.add(message.getSubject());
        }
        return subjects;
    }
}
