package io.gradwatch.alerting.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.testing.AlertingProcess;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of alerting that is alone, is killed, and is started again with its data folder. */
class RestartAfterKillIT {

    private static final Logger LOG = LoggerFactory.getLogger(RestartAfterKillIT.class);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** From the start of the service to the message; the session of a reader that was killed ends after 10 s. */
    private static final Duration MOST = Duration.ofSeconds(5);

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    @TempDir
    private Path folder;

    private final LoopbackSlack slack = new LoopbackSlack();

    @AfterEach
    void closeSlack() {
        slack.close();
    }

    @Test
    void nextProcess_hasThePartitionsAtOnce_andTellsWhatCameMeanwhile() throws Exception {
        String reader;
        long killed;
        try (AlertingProcess first = started()) {
            publish(Alerts.nan("before"));
            untilTold("resnet-before");
            reader = onlyReader();
            first.kill();
            killed = System.nanoTime();
        }
        publish(Alerts.nan("meanwhile"));
        try (AlertingProcess second = started()) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(second::leads);
            long begun = System.nanoTime();
            untilTold("resnet-meanwhile");
            Duration told = since(begun);
            LOG.info("Told {} after the kill, {} after the start", since(killed), told);

            assertThat(told).isLessThan(MOST);
            assertThat(onlyReader()).isEqualTo(reader);
            assertThat(slack.posted()).hasSize(2);
        }
    }

    private AlertingProcess started() throws Exception {
        String section = "alerting:\n  group-wait: 0s\n  cause-window: 0s\n"
                + "  receivers: [{name: team, slack: {url: \"" + slack.webhook() + "\"}}]\n";
        return AlertingProcess.start(folder, KAFKA.bootstrapServers(), section);
    }

    private static void publish(Alert alert) {
        KAFKA.send(Topics.ALERTS, alert.getRunId(), alert);
    }

    private void untilTold(String run) {
        await().atMost(PATIENCE)
                .pollInterval(Duration.ofMillis(20))
                .until(() ->
                        slack.posted().stream().anyMatch(post -> post.text().contains(run)));
    }

    private static Duration since(long nanos) {
        return Duration.ofMillis((System.nanoTime() - nanos) / 1_000_000);
    }

    /** Name by which Kafka knows the one reader again. */
    private static String onlyReader() throws Exception {
        try (Admin admin = Admin.create(KAFKA.properties())) {
            Stream<MemberDescription> members = admin
                    .describeConsumerGroups(List.of(AlertIntake.GROUP_ID))
                    .describedGroups()
                    .get(AlertIntake.GROUP_ID)
                    .get()
                    .members()
                    .stream();
            List<String> names =
                    members.map(member -> member.groupInstanceId().orElse("")).toList();
            assertThat(names).singleElement().asString().isNotEmpty();
            return names.get(0);
        }
    }
}
