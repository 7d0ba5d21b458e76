package io.gradwatch.alerting.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.CompactedLog;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.upgrade.testing.KeptState;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Notifications that people got are known after an upgrade: by the outbox of one instance, and by the topic of several.
 */
class OutboxUpgradeTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final String ROWS = "rows.txt";

    @TempDir
    private Path folder;

    static List<Path> outboxes() {
        return KeptState.of("outbox", (kept, work) -> {
            try (Outbox outbox = Outbox.open(kept, IncidentRules.within(Duration.ZERO))) {
                leaveAlerts(outbox);
            }
            Files.deleteIfExists(kept.resolve("alerting-outbox.lock"));
        });
    }

    static List<Path> topics() {
        return KeptState.of("outbox-rows", (kept, work) -> {
            CompactedLog log = new CompactedLog();
            try (Replica replica = Replica.create(work);
                    Outbox outbox =
                            replica.lead(log.open(), new Leader("first", NOW), IncidentRules.within(Duration.ZERO))) {
                leaveAlerts(outbox);
            }
            Files.write(
                    kept.resolve(ROWS),
                    log.rows().stream()
                            .map(RowRecords::encode)
                            .map(OutboxUpgradeTest::line)
                            .toList());
        });
    }

    /** One alert was told and arrived, of one the message waits, one was not told yet. */
    private static void leaveAlerts(Outbox outbox) {
        List<TrackedAlert> news = outbox.accept(
                        List.of(Alerts.nan("told"), Alerts.nan("waits"), Alerts.nan("new")), Map.of(0, 7L, 2, 9L), NOW)
                .news();
        tell(outbox, news.get(0));
        outbox.sent(outbox.take("team").orElseThrow().sequence(), "ts-1", NOW);
        tell(outbox, news.get(1));
    }

    private static void tell(Outbox outbox, TrackedAlert alert) {
        AlertGroup group = new AlertGroup(alert.incident(), List.of(new AlertChange(alert.alert(), null)));
        outbox.enqueue(group, List.of(Share.now("team", group)), NOW);
    }

    @ParameterizedTest
    @MethodSource("outboxes")
    void outboxOfARelease_knowsWhatWasTold(Path kept) {
        try (Outbox outbox =
                Outbox.open(KeptState.copy(kept, folder.resolve("outbox")), IncidentRules.within(Duration.ZERO))) {
            assertThat(outbox.damage()).isEmpty();
            assertKnown(outbox);
        }
    }

    @ParameterizedTest
    @MethodSource("topics")
    void topicOfARelease_knowsWhatWasTold(Path kept) throws Exception {
        List<RowChange> rows = new ArrayList<>();
        for (String line : Files.readAllLines(kept.resolve(ROWS))) {
            rows.add(RowRecords.decode(record(line)));
        }
        try (Replica replica = Replica.create(Files.createDirectories(folder.resolve("copy")))) {
            assertThat(replica.apply(rows)).isEmpty();
            assertThat(replica.leader()).contains(new Leader("first", NOW));
            try (Outbox outbox = replica.lead(
                    new CompactedLog().open(),
                    new Leader("second", NOW.plusSeconds(9)),
                    IncidentRules.within(Duration.ZERO))) {
                assertKnown(outbox);
            }
        }
    }

    private static void assertKnown(Outbox outbox) {
        assertThat(outbox.positions()).isEqualTo(Map.of(0, 7L, 2, 9L));
        assertThat(outbox.countByStatus()).isEqualTo(Map.of("SENT", 1, "PENDING", 1));
        Grouping grouping = new Grouping(
                new GroupTiming(
                        Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofHours(4), Duration.ofMinutes(10)),
                InhibitionRules.NONE);
        outbox.restore(grouping);
        assertThat(grouping.due(NOW.plusSeconds(1)))
                .flatExtracting(AlertGroup::changes)
                .extracting(change -> change.alert().getRunId())
                .containsExactly("new");
        Alert told = Alerts.nan("told");
        assertThat(outbox.accept(List.of(told), Map.of(), NOW).news()).isEmpty();
        assertThat(outbox.accept(List.of(Alerts.resolved(told)), Map.of(), NOW).news())
                .extracting(alert -> alert.notified().revision())
                .containsExactly(told.getRevision());
        Notification waiting = outbox.take("team").orElseThrow();
        assertThat(waiting.group().changes()).extracting(AlertChange::alert).containsExactly(Alerts.nan("waits"));
        assertThat(waiting.maybeRepeated()).isFalse();
    }

    @Test
    void outboxOfALaterRelease_isRefusedByNameAndLeftAsItIs() throws Exception {
        Outbox.open(folder, IncidentRules.within(Duration.ZERO)).close();
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + folder.resolve("alerting-outbox"));
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO outbox_version VALUES (99)");
        }
        Files.delete(folder.resolve("alerting-outbox.mark"));

        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> Outbox.open(folder, IncidentRules.within(Duration.ZERO)))
                .withMessageContaining(folder.resolve("alerting-outbox.mv.db").toString())
                .withMessageContaining("was written by a newer version (99");
        assertThat(folder.resolve("damaged")).doesNotExist();
    }

    private static String line(ProducerRecord<byte[], byte[]> row) {
        Base64.Encoder base64 = Base64.getEncoder();
        return base64.encodeToString(row.key()) + " " + base64.encodeToString(row.value());
    }

    private static ConsumerRecord<byte[], byte[]> record(String line) {
        String[] parts = line.split(" ");
        Base64.Decoder base64 = Base64.getDecoder();
        return new ConsumerRecord<>(Topics.OUTBOX_ROWS.name(), 0, 0, base64.decode(parts[0]), base64.decode(parts[1]));
    }
}
