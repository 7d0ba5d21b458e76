package io.gradwatch.alerting;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackHttp.Trouble;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.alerting.testing.service.LoopbackMail;
import io.gradwatch.config.Configuration;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.service.testing.JavaProcess;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** From the topic of a real broker to a Slack and a mail server on the loopback address. */
class AlertingServiceIT {

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    @TempDir
    private Path folder;

    @AutoClose
    private final LoopbackSlack slack = new LoopbackSlack();

    @Test
    void alertsOfARun_reachSlackAndMailAsOneMessage() throws Exception {
        GreenMail mail = LoopbackMail.create();
        mail.start();
        String mailReceiver = "{name: post, email: {host: localhost, starttls: off, from: g@example.org,"
                + " to: [ada@example.org], port: " + mail.getSmtp().getPort() + "}}";
        try (AlertingService service = service(webhook() + ", " + mailReceiver)) {
            service.start();
            Alerts.publish(
                    KAFKA,
                    Alerts.nan("one"),
                    Alerts.firing("one", "input", Severity.WARNING).build());

            await().atMost(PATIENCE).until(() -> slack.posted().size() == 1 && mail.getReceivedMessages().length == 1);
            Alerts.publish(KAFKA, Alerts.resolved(Alerts.nan("one")));
            await().atMost(PATIENCE).until(() -> slack.posted().size() == 2 && mail.getReceivedMessages().length == 2);

            assertThat(slack.posted().get(0).text())
                    .contains("CRITICAL: Loss is NaN and 1 more in run resnet-one on node-7", "Input is badly scaled");
            assertThat(slack.posted().get(1).text()).contains("Recovered: Loss is NaN in run resnet-one on node-7");
            assertThat(mail.getReceivedMessages()[0].getSubject()).contains("CRITICAL: Loss is NaN and 1 more");
            assertThat(slack.violations()).isEmpty();
            await().atMost(PATIENCE).until(() -> service.metrics().count(Count.DELIVERED) == 4);
            await().atMost(PATIENCE).until(() -> service.check().isEmpty());
        } finally {
            mail.stop();
        }
    }

    @Test
    void takenMetricsPort_isSaidAndAlertsAreToldAllTheSame() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                AlertingService service = service(webhook(), "metrics: {port: " + taken.getLocalPort() + "}")) {
            service.start();
            Alerts.publish(KAFKA, Alerts.nan("metered"));

            await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.check())
                            .hasValueSatisfying(problem -> assertThat(problem)
                                    .contains("metrics cannot listen at 127.0.0.1:" + taken.getLocalPort())));
        }
    }

    @Test
    void unreadableRecord_goesToTheDeadLettersAndBlocksNothing() throws Exception {
        try (AlertingService service = service(webhook())) {
            service.start();
            byte[] broken = "not an alert".getBytes(StandardCharsets.UTF_8);
            long offset = KAFKA.send(new ProducerRecord<>(Topics.ALERTS.name(), 0, TestKafka.bytes("two"), broken))
                    .offset();
            KAFKA.send(new ProducerRecord<>(Topics.ALERTS.name(), 0, null, null));
            Alerts.publish(KAFKA, Alerts.nan("two"));

            await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
            List<ConsumerRecord<byte[], byte[]>> letters = deadLetters(2);
            assertThat(letters.get(0).value()).isEqualTo(broken);
            assertThat(header(letters.get(0), "dlq.topic")).isEqualTo("training.alerts.v1");
            assertThat(header(letters.get(0), "dlq.offset")).isEqualTo(Long.toString(offset));
            assertThat(header(letters.get(0), "dlq.stage")).isEqualTo("alerting-intake");
            assertThat(header(letters.get(0), "dlq.error-class")).endsWith("UnreadableRecordException");
            assertThat(header(letters.get(0), "dlq.error-message")).contains("C301");
            await().atMost(PATIENCE)
                    .until(() -> service.metrics().count(Count.RECORDS, "accepted") == 1
                            && service.metrics().count(Count.RECORDS, "dead_lettered") == 2);
            assertThat(service.metrics().count(Count.RECORDS, "repeated")).isZero();
            assertThat(service.metrics().count(Count.DEAD_LETTERS_LOST)).isZero();
        }
    }

    @Test
    void downSlackThenRestart_deliversOnce() throws Exception {
        slack.breakDown(new Trouble.Answer(503, "", Map.of()));
        try (AlertingService service = service(webhook())) {
            service.start();
            Alerts.publish(KAFKA, Alerts.nan("three"));
            await().atMost(PATIENCE).until(() -> slack.requests() > 0);
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.check())
                            .hasValueSatisfying(cause -> assertThat(cause).contains("serverError", "HTTP 503")));
        }
        slack.recover();
        try (AlertingService service = service(webhook())) {
            service.start();
            Alerts.publish(KAFKA, Alerts.nan("three"));
            await().atMost(PATIENCE).until(() -> service.metrics().count(Count.RECORDS, "repeated") == 1);
            await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
            await().atMost(PATIENCE).until(() -> service.notifications().equals(Map.of("SENT", 1)));
            assertThat(slack.posted().get(0).text()).doesNotContain("may be a repeat");
        }
    }

    @Test
    void outboxThatBecameAnOlderOne_readsAgainWhatItLost_andSaysSo() throws Exception {
        Path outbox = folder.resolve("data/alerting-outbox.mv.db");
        try (AlertingService service = service(webhook())) {
            service.start();
            Alerts.publish(KAFKA, Alerts.nan("older-one"));
            await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
        }
        byte[] older = Files.readAllBytes(outbox);
        slack.breakDown(new Trouble.Answer(503, "", Map.of()));
        try (AlertingService service = service(webhook())) {
            service.start();
            Alerts.publish(KAFKA, Alerts.nan("older-two"));
            await().atMost(PATIENCE).until(() -> slack.requests() > 1);
        }
        slack.recover();
        Files.write(outbox, older);
        try (AlertingService service = service(webhook())) {
            service.start();

            await().atMost(PATIENCE)
                    .until(() -> slack.posted().stream()
                            .anyMatch(message -> message.text().contains("older-two")));
            assertThat(String.join("; ", service.damage()))
                    .contains("has lost the last")
                    .contains("1 records of partition");
            assertThat(slack.posted()).hasSize(2);
        }
    }

    @Test
    void outboxOfGarbage_isReplaced_andAlertsAreToldAsADigest() throws Exception {
        Path outbox = folder.resolve("data/alerting-outbox.mv.db");
        try (AlertingService service = service(webhook())) {
            service.start();
            Alerts.publish(KAFKA, Alerts.nan("garbage-one"));
            await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
        }
        Files.write(outbox, new byte[30_000]);
        try (AlertingService service = service(webhook())) {
            service.start();
            Alerts.publish(KAFKA, Alerts.nan("garbage-two"));

            await().atMost(PATIENCE)
                    .until(() -> slack.posted().stream()
                            .anyMatch(message -> message.text().contains("run resnet-garbage-two")));
            assertThat(String.join("; ", service.damage()))
                    .contains("was damaged")
                    .contains("moved to");
        }
    }

    @Test
    void kafkaThatStops_isReadAgainWhenItIsBack() throws Exception {
        try (AlertingService service = service(webhook())) {
            service.start();
            Alerts.publish(KAFKA, Alerts.nan("four"));
            await().atMost(PATIENCE).until(() -> slack.posted().size() == 1);
            KAFKA.stop();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.check())
                            .contains("no connection to Kafka at " + KAFKA.bootstrapServers()));
            KAFKA.start();
            Alerts.publish(KAFKA, Alerts.nan("five"));

            await().atMost(PATIENCE).until(() -> slack.posted().size() == 2);
            await().atMost(PATIENCE).until(() -> service.check().isEmpty());
        }
    }

    @Test
    void processKilledInMidDelivery_tellsOnceMoreWithANote() throws Exception {
        slack.breakDown(new Trouble.Silence());
        Path config = folder.resolve("gradwatch.yml");
        Files.writeString(config, yaml(webhook()) + "detectors: {other: 1}\n");
        Process child = child(config);
        try {
            Alerts.publish(KAFKA, Alerts.nan("six"));
            await().atMost(PATIENCE).until(() -> slack.requests() == 1);
        } finally {
            child.destroyForcibly().waitFor();
        }
        slack.recover();
        try (AlertingService service = service(webhook())) {
            service.start();
            await().atMost(PATIENCE).until(() -> service.notifications().equals(Map.of("SENT", 1)));

            assertThat(slack.posted()).hasSize(1);
            assertThat(slack.posted().get(0).text()).contains("Loss is NaN in run resnet-six", "may be a repeat");
        }
    }

    private Process child(Path config) throws Exception {
        return JavaProcess.command(
                        AlertingMain.class,
                        "--config",
                        config.toString(),
                        "--bootstrap-servers",
                        KAFKA.bootstrapServers(),
                        "--data",
                        folder.resolve("data").toString())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("child.log").toFile())
                .start();
    }

    private AlertingService service(String receivers) throws Exception {
        return service(receivers, "");
    }

    /** @param more keys of the section */
    private AlertingService service(String receivers, String more) throws Exception {
        AlertingSettings settings = Configuration.parse(yaml(receivers) + "  " + more, "it.yml", Map.of())
                .read(AlertingSettings::from);
        return new AlertingService(settings, KAFKA.bootstrapServers(), folder.resolve("data"), Clock.systemUTC());
    }

    private static String yaml(String receivers) {
        return "alerting:\n  group-interval: 1s\n  receivers: [" + receivers + "]\n";
    }

    private String webhook() {
        return "{name: team, slack: {url: \"" + slack.webhook() + "\"}}";
    }

    private static List<ConsumerRecord<byte[], byte[]>> deadLetters(int count) {
        List<ConsumerRecord<byte[], byte[]>> letters = await().atMost(PATIENCE)
                .until(() -> KAFKA.records(Topics.ALERTS.deadLetterName()), found -> found.size() >= count);
        letters.sort(Comparator.comparingLong(letter -> Long.parseLong(header(letter, "dlq.offset"))));
        return letters;
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }
}
