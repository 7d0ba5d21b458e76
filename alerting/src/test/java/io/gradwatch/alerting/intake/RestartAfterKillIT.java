package io.gradwatch.alerting.intake;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.apache.kafka.clients.consumer.CloseOptions.GroupMembershipOperation.REMAIN_IN_GROUP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.testing.AlertingProcess;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackSlack;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A process of alerting that is alone, is killed, and is started again with its data folder. */
class RestartAfterKillIT {

    private static final Logger LOG = LoggerFactory.getLogger(RestartAfterKillIT.class);

    /** Session of the reader before: as long as it lasts, nobody else has its partitions. */
    private static final Duration SESSION = Duration.ofSeconds(45);

    /** From one sign of life of a reader to the next. */
    private static final Duration HEARTBEAT = Duration.ofSeconds(1);

    @RegisterExtension
    static final TestKafka KAFKA = TestKafka.withTopics(2);

    @TempDir
    private Path folder;

    @AutoClose
    private final LoopbackSlack slack = new LoopbackSlack();

    @Test
    void nextProcess_hasThePartitionsAtOnce_andTellsWhatCameMeanwhile() throws Exception {
        String reader;
        try (AlertingProcess first = started()) {
            Alerts.publish(KAFKA, Alerts.nan("before"));
            untilTold("resnet-before");
            reader = onlyReader();
            first.kill();
        }
        readAndEnd(reader);
        long ended = System.nanoTime();
        Alerts.publish(KAFKA, Alerts.nan("meanwhile"));
        try (AlertingProcess second = started()) {
            await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(second::leads);
            long begun = System.nanoTime();
            untilTold("resnet-meanwhile");
            Duration told = since(ended);
            LOG.info("Told {} after the end of the reader before, {} after the start", told, since(begun));

            assertThat(told).isLessThan(SESSION.minus(HEARTBEAT));
            assertThat(onlyReader()).isEqualTo(reader);
            // Messages keep their order: what was told twice was told before the last one.
            Alerts.publish(KAFKA, Alerts.nan("after"));
            untilTold("resnet-after");
            assertThat(slack.posted()).hasSize(3);
        }
    }

    /** Reads as a process with a long session that is killed: its member stays in the group without a sign of life. */
    private static void readAndEnd(String reader) {
        Map<String, Object> settings = new HashMap<>(KAFKA.properties());
        settings.put(ConsumerConfig.GROUP_ID_CONFIG, AlertIntake.GROUP_ID);
        settings.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, reader);
        settings.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        settings.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, (int) SESSION.toMillis());
        settings.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, (int) HEARTBEAT.toMillis());
        KafkaConsumer<byte[], byte[]> consumer =
                new KafkaConsumer<>(settings, new ByteArrayDeserializer(), new ByteArrayDeserializer());
        try {
            consumer.subscribe(List.of(Topics.ALERTS.name()));
            await().atMost(PATIENCE).until(() -> {
                consumer.poll(Duration.ofMillis(100));
                // Kafka takes the longer session over with the first sign of life.
                return consumer.assignment().size() == 2 && heartbeats(consumer) > 0;
            });
        } finally {
            consumer.close(CloseOptions.groupMembershipOperation(REMAIN_IN_GROUP));
        }
    }

    private static double heartbeats(KafkaConsumer<?, ?> consumer) {
        return consumer.metrics().values().stream()
                .filter(metric -> metric.metricName().name().equals("heartbeat-total"))
                .mapToDouble(metric -> (double) metric.metricValue())
                .sum();
    }

    private AlertingProcess started() throws Exception {
        return AlertingProcess.start(folder, KAFKA.bootstrapServers(), slack.section());
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
