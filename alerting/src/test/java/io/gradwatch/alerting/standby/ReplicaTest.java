package io.gradwatch.alerting.standby;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.schema.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An outbox whose rows are in a log: whoever takes over with an empty disk knows what the one before him knew. */
class ReplicaTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");

    @TempDir
    private Path folder;

    private TakeOvers instances;

    @BeforeEach
    void start() {
        instances = new TakeOvers(folder);
    }

    @Test
    void everyChange_isInTheLog() throws Exception {
        Path disk = folder.resolve("instance-0");
        try (Outbox outbox = instances.next()) {
            Alert nan = Alerts.nan("a");
            Alert oscillating = Alerts.oscillating("b");
            outbox.accept(List.of(nan, oscillating, Alerts.nan("c")), Map.of(0, 7L, 3, 9L), NOW);
            outbox.accept(List.of(Alerts.resolved(oscillating)), Map.of(0, 8L), NOW);
            tell(outbox, nan);
            tell(outbox, oscillating);
            Notification first = outbox.take("team").orElseThrow();
            outbox.sent(first.sequence(), "ref", NOW);
            Notification second = outbox.take("team").orElseThrow();
            outbox.retry(second.sequence(), retry(), NOW.plusSeconds(1));
            outbox.settle(Alerts.notification(Alerts.nan("c")).group());
            outbox.takeBack(alert -> alert.getRunId().equals("b"));
            outbox.take("archive").ifPresent(next -> outbox.givenUp(next.sequence(), rejected(), NOW));
            outbox.accept(List.of(Alerts.nan("d")), Map.of(), NOW.plusSeconds(60));
            tell(outbox, Alerts.nan("d"), NOW.plusSeconds(60));
            // Notifications with their changes, alerts and causes go.
            outbox.forgetBefore(NOW.plusSeconds(10));
        }
        Path copy = folder.resolve("copy");
        try (Replica replica = Replica.create(copy)) {
            assertThat(replica.apply(instances.log().rows())).isEmpty();
        }
        assertThat(CopiedRows.of(copy))
                .isEqualTo(CopiedRows.of(disk))
                .anyMatch(row -> row.startsWith("NOTIFICATION_CHANGES"));
    }

    @Test
    void takeOversAtEveryTurn_tellTheSameAsNone() throws Exception {
        List<String> without = new ArrayList<>();
        List<String> with = new ArrayList<>();
        try (SimulatedAlerting alone = new SimulatedAlerting(folder.resolve("alone"))) {
            play(alone, () -> {});
            alone.team().forEach(sent -> without.add(told(sent)));
            alone.archive().forEach(sent -> without.add(told(sent)));
        }
        try (SimulatedAlerting paired = new SimulatedAlerting(instances::next)) {
            play(paired, paired::restart);
            paired.team().forEach(sent -> with.add(told(sent)));
            paired.archive().forEach(sent -> with.add(told(sent)));
        }
        assertThat(instances.count()).isGreaterThan(10);
        assertThat(with).isEqualTo(without).hasSizeGreaterThan(8);
    }

    @Test
    void rowsThatAreNone_areLeftOutAndSaid() {
        Map<String, Object> columns = Map.of("id", "x", "told_at_millis) = 1; DROP TABLE alerts --", 1L);
        try (Replica replica = Replica.create(folder)) {
            assertThat(replica.apply(List.of(
                            new RowChange("users", List.of("x"), Optional.empty()),
                            new RowChange("incidents", List.of("x"), Optional.of(columns)),
                            new RowChange("incidents", List.of("y"), Optional.of(Map.of("messages", "many"))),
                            new RowChange("incidents", List.of("z"), Optional.of(Map.of("messages", 3L))))))
                    .hasSize(3)
                    .allMatch(sentence -> sentence.contains("cannot be taken over"));
        }
    }

    @Test
    void rowThatCannotBeRead_isSetAsideByWhoLeads() {
        try (Outbox outbox = instances.next()) {
            outbox.accept(List.of(Alerts.nan("a"), Alerts.nan("b")), Map.of(0, 7L), NOW);
        }
        RowChange good = instances.log().rows().stream()
                .filter(row -> row.table().equals("alerts"))
                .findFirst()
                .orElseThrow();
        Map<String, Object> columns = new HashMap<>(good.columns().orElseThrow());
        columns.put("body", new byte[] {1, 2, 3});
        instances.log().open().append(List.of(new RowChange("alerts", good.key(), Optional.of(columns))));

        try (Outbox outbox = instances.next()) {
            assertThat(outbox.damage())
                    .singleElement()
                    .asString()
                    .contains(good.key().get(0).toString());
        }
        try (Outbox outbox = instances.next()) {
            assertThat(outbox.damage()).as("the next leader knows it no more").isEmpty();
            assertThat(outbox.alert(Alerts.nan("b").getId())).isPresent();
        }
    }

    @Test
    void folderWithASemicolon_isRefused() {
        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> Replica.create(folder.resolve("a;b")))
                .withMessageContaining("must not have a ';'");
    }

    @Test
    void stateOfANewerVersion_isRefused() {
        Map<String, Object> leader = Map.of("name", "other", "since_millis", 1L, "version", 99L, "confirmations", 0L);
        try (Replica replica = Replica.create(folder)) {
            replica.apply(List.of(new RowChange("leaders", List.of(1L), Optional.of(leader))));

            assertThat(replica.leader()).contains(new Leader("other", Instant.ofEpochMilli(1)));
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(replica::requireKnownVersion)
                    .withMessageContaining("newer version (99")
                    .withMessageContaining("training.outbox-rows.v1")
                    .withMessageContaining("start the newer release again");
            assertThatExceptionOfType(OutboxException.class)
                    .isThrownBy(() -> replica.lead(
                            instances.log().open(), new Leader("self", NOW), IncidentRules.within(Duration.ZERO)))
                    .withMessageContaining("newer version (99");
        }
    }

    /** Incidents of one run and of several, what recovers, what gets worse, and repeats, with a turn after each. */
    private static void play(SimulatedAlerting alerting, Runnable turn) throws InterruptedException {
        Alert nan = Alerts.nan("one");
        Alert swings = Alerts.oscillating("two");
        alerting.at(Duration.ZERO, nan, swings);
        turn.run();
        for (int second = 1; second <= 12; second++) {
            alerting.at(Duration.ofSeconds(10L * second), Alerts.nan("more-" + second));
            turn.run();
        }
        alerting.at(Duration.ofSeconds(200), Alerts.resolved(nan), Alerts.critical(swings));
        turn.run();
        alerting.until(Duration.ofHours(5));
        turn.run();
        alerting.at(Duration.ofHours(6), Alerts.resolved(Alerts.critical(swings)));
        turn.run();
        alerting.until(Duration.ofHours(7));
    }

    private static String told(Notification sent) {
        return sent.receiver() + " " + sent.group().incident() + " " + sent.sentAt() + " "
                + sent.group().changes().stream()
                        .map(change -> change.alert().getId() + " " + change.kind() + " " + change.before())
                        .sorted()
                        .toList()
                + (sent.maybeRepeated() ? " again" : "");
    }

    private static void tell(Outbox outbox, Alert alert) {
        tell(outbox, alert, NOW);
    }

    private static void tell(Outbox outbox, Alert alert, Instant now) {
        AlertGroup group = Alerts.notification(alert).group();
        outbox.enqueue(group, List.of(Share.now("team", group), Share.now("archive", group)), now);
    }

    private static Delivery.Retry retry() {
        return (Delivery.Retry) Delivery.retry(FailureReason.SERVER_ERROR, "down");
    }

    private static Delivery.Rejected rejected() {
        return (Delivery.Rejected) Delivery.rejected(FailureReason.CLIENT_ERROR, "no");
    }
}
