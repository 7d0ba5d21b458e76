package io.gradwatch.alerting.standby;

import static io.gradwatch.patience.testing.Patience.PATIENCE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import io.gradwatch.alerting.AlertingService;
import io.gradwatch.alerting.AlertingSettings;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.config.Configuration;
import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.InvalidOffsetException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Two instances in one process, with one state in Kafka. */
@Execution(ExecutionMode.CONCURRENT)
class TakeOverIT {

    @TempDir
    private Path folder;

    @AutoClose
    private StandbyFixture fixture;

    @BeforeEach
    void start() {
        fixture = new StandbyFixture();
    }

    @Test
    void leaderThatLeaves_isReplacedAtOnce_byOneWithoutItsDisk() throws Exception {
        fixture.withTopics();
        Alert nan = Alerts.nan("one");
        try (AlertingService second = service("second")) {
            try (AlertingService first = service("first")) {
                first.start();
                await().atMost(PATIENCE).until(first::leads);
                second.start();
                fixture.publish(nan);
                untilTold("resnet-one");
                await().atMost(PATIENCE).until(() -> second.role().contains("leads since"));
                assertThat(second.role()).startsWith("stands by; process ");
                assertThat(first.role()).startsWith("leads since ");
                await().atMost(PATIENCE)
                        .until(() -> first.check().isEmpty() && second.check().isEmpty());
                assertThat(second.leads()).isFalse();
                await().atMost(PATIENCE).until(() -> first.notifications().equals(Map.of("SENT", 2)));
            }
            await().atMost(PATIENCE).until(second::leads);
            // Known already: read again from the topic, it is no news.
            fixture.publish(nan, Alerts.resolved(nan));
            untilTold("Recovered", "resnet-one");

            fixture.assertOneThread("resnet-one");
            fixture.assertNobodyWasToldTwice();
            assertThat(fixture.repeatedMails()).isEmpty();
            assertThat(second.damage()).isEmpty();
        }
    }

    @Test
    void outboxOfAnInstanceThatWasAlone_isTakenOver() throws Exception {
        fixture.withTopics();
        Alert nan = Alerts.nan("one");
        try (AlertingService alone = service("first", false)) {
            alone.start();
            fixture.publish(nan);
            untilTold("resnet-one");
            await().atMost(PATIENCE).until(() -> alone.notifications().equals(Map.of("SENT", 2)));
        }
        try (AlertingService paired = service("first")) {
            paired.start();
            fixture.publish(nan, Alerts.resolved(nan));
            untilTold("Recovered", "resnet-one");
        }
        Path takenOver = folder.resolve("first/alerting-outbox.taken-over.mv.db");
        assertThat(folder.resolve("first/alerting-outbox.mv.db")).doesNotExist();
        // One that is older than the state holds up nothing.
        Files.move(takenOver, folder.resolve("first/alerting-outbox.mv.db"));
        try (AlertingService paired = service("first")) {
            paired.start();
            await().atMost(PATIENCE)
                    .until(() -> paired.leads() && paired.check().isEmpty());
        }
        fixture.assertOneThread("resnet-one");
        fixture.assertNobodyWasToldTwice();
    }

    @Test
    void instanceThatWasAloneInBetween_refusesToLead_untilItsOutboxIsMovedAway() throws Exception {
        fixture.withTopics();
        try (AlertingService paired = service("first")) {
            paired.start();
            fixture.publish(Alerts.nan("paired"));
            untilTold("resnet-paired");
            await().atMost(PATIENCE).until(() -> paired.notifications().equals(Map.of("SENT", 2)));
        }
        Path outbox = folder.resolve("first/alerting-outbox.mv.db");
        try (AlertingService alone = service("first", false)) {
            alone.start();
            fixture.publish(Alerts.nan("alone"));
            untilTold("resnet-alone");
        }
        try (AlertingService paired = service("first")) {
            paired.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(paired.check())
                            .hasValueSatisfying(problem -> assertThat(problem)
                                    .contains(outbox.toString(), "has taken over 1 records", "move the file away")));
            assertThat(paired.leads()).isFalse();
            fixture.assertNobodyWasToldTwice();

            Files.move(outbox, folder.resolve("away"));
            await().atMost(PATIENCE)
                    .until(() -> paired.leads() && paired.check().isEmpty());
        }
    }

    @Test
    void kafkaThatRestarts_isGoneOnWith_andNobodyIsToldTwice() throws Exception {
        fixture.withTopics();
        try (AlertingService service = service("only")) {
            service.start();
            fixture.publish(Alerts.nan("before"));
            untilTold("resnet-before");
            fixture.kafka.stop();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.check()).isPresent());
            fixture.kafka.start();
            fixture.publish(Alerts.nan("after"), Alerts.resolved(Alerts.nan("before")));

            untilTold("resnet-after");
            untilTold("Recovered", "resnet-before");
            await().atMost(PATIENCE).until(() -> service.check().isEmpty());
            fixture.assertNobodyWasToldTwice();
        }
    }

    @Test
    void topicThatIsMissing_isSaid_andLookedForAgain() throws Exception {
        try (AlertingService service = service("only")) {
            service.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.check())
                            .hasValueSatisfying(
                                    problem -> assertThat(problem).contains("no topic training.outbox-rows.v1")));
            fixture.withTopics();

            await().atMost(PATIENCE).until(service::leads);
            await().atMost(PATIENCE).until(() -> service.check().isEmpty());
        }
    }

    @Test
    void stateThatIsLostInKafka_isSaid_andReadAgain() throws Exception {
        fixture.withTopics();
        try (AlertingService service = service("only")) {
            service.start();
            fixture.publish(Alerts.nan("before"));
            untilTold("resnet-before");
            await().atMost(PATIENCE).until(() -> service.notifications().equals(Map.of("SENT", 2)));
            assertThat(service.damage()).isEmpty();
        }
        fixture.loseRows();
        try (AlertingService service = service("only")) {
            service.start();
            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThat(service.damage())
                            .anySatisfy(sentence -> assertThat(sentence)
                                    .contains("training.outbox-rows.v1", "1 records of partition", "read again")));
            fixture.publish(Alerts.nan("after"));
            untilTold("resnet-after");
            // Read again it is backlog, of which a route for warnings hears nothing.
            assertThat(fixture.mails("resnet-before")).hasSize(1);
        }
    }

    @Test
    void recordsThatAreNoRows_areSaidAndHoldUpNothing() throws Exception {
        fixture.withTopics();
        String topic = Topics.OUTBOX_ROWS.name();
        fixture.kafka.send(topic, "no key", TestKafka.bytes("no row"));
        fixture.kafka.send(topic, "[\"alerts\",\"x\"]", TestKafka.bytes("no row"));
        fixture.kafka.send(topic, "[\"alerts\"]", null);
        try (AlertingService service = service("only")) {
            service.start();
            fixture.publish(Alerts.nan("told"));

            untilTold("resnet-told");
            assertThat(service.damage()).hasSize(3).allMatch(sentence -> sentence.contains("may be told twice"));
        }
    }

    @Test
    void followerWhoseTopicWasMadeAnew_ends_insteadOfGoingOnElsewhere() throws Exception {
        fixture.withTopics();
        Map<String, Object> kafka = fixture.kafka.properties();
        try (Replica replica = Replica.create(Files.createDirectories(folder.resolve("copy")));
                RowFollower follower = new RowFollower(kafka, replica, damage -> {})) {
            try (FencedLog log = FencedLog.open(kafka)) {
                log.append(List.of(
                        new RowChange("incidents", List.of("x"), Optional.empty()),
                        new RowChange("incidents", List.of("y"), Optional.empty())));
            }
            // The broker marks a transaction as committed after it has answered so.
            AtomicInteger rows = new AtomicInteger();
            await().atMost(PATIENCE).until(() -> rows.addAndGet(follower.poll(Duration.ofMillis(100))) == 2);
            fixture.loseRows();

            await().atMost(PATIENCE)
                    .untilAsserted(() -> assertThatExceptionOfType(InvalidOffsetException.class)
                            .isThrownBy(() -> follower.poll(Duration.ofMillis(100))));
        }
    }

    @Test
    void logThatIsOpenedByAnother_refusesTheOneBefore() {
        fixture.withTopics();
        Map<String, Object> kafka = fixture.kafka.properties();
        List<RowChange> rows = List.of(new RowChange("incidents", List.of("x"), Optional.of(Map.of("messages", 1L))));
        try (FencedLog before = FencedLog.open(kafka)) {
            // It is certain for some seconds from the begin of a write, which may take longer on a busy host.
            await().atMost(PATIENCE).until(() -> {
                before.append(rows);
                return before.isCertain();
            });
            try (FencedLog now = FencedLog.open(kafka)) {
                assertThatExceptionOfType(OutboxException.class)
                        .isThrownBy(() -> before.append(rows))
                        .withMessage("another instance leads now");
                assertThat(before.failure()).contains("another instance leads now");
                now.append(rows);
            }
        }
    }

    private AlertingService service(String name) throws Exception {
        return service(name, true);
    }

    private AlertingService service(String name, boolean standby) throws Exception {
        String section = fixture.section("group-wait: 100ms\n  group-interval: 1s")
                .replace("standby: true", "standby: " + standby);
        AlertingSettings settings =
                Configuration.parse(section, "it.yml", Map.of()).read(AlertingSettings::from);
        return new AlertingService(settings, fixture.kafka.bootstrapServers(), folder.resolve(name), Clock.systemUTC());
    }

    private void untilTold(String... words) {
        await().atMost(PATIENCE)
                .until(() ->
                        !fixture.mails(words).isEmpty() && !fixture.posts(words).isEmpty());
    }
}
