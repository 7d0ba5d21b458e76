package io.gradwatch.alerting.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.outbox.store.Database;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.OutboxFile;
import io.gradwatch.alerting.outbox.store.SentJournal;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.schema.Alert;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows of an outbox that are damaged, or of a newer release. */
class UnreadableRowsTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final Alert BAD = Alerts.nan("bad");
    private static final Alert GOOD = Alerts.nan("good");

    @TempDir
    private Path folder;

    @BeforeEach
    void fill() {
        try (Outbox outbox = Outbox.open(folder)) {
            outbox.accept(List.of(BAD, GOOD), Map.of(0, 60L), NOW);
        }
    }

    @Test
    void damagedAlert_isSetAsideAndNamed_andEverythingElseGoesOn() throws Exception {
        tell(BAD, GOOD);
        change("UPDATE alerts SET body = X'C30102' WHERE run_id = 'bad'");

        try (Outbox outbox = Outbox.open(folder)) {
            outbox.restore(new Grouping(SimulatedAlerting.TIMING, InhibitionRules.NONE));
            assertThat(outbox.alert(GOOD.getId())).isPresent();
            assertThat(outbox.alert(BAD.getId())).isEmpty();
            assertThat(outbox.damage()).singleElement().asString().contains(BAD.getId(), "damaged");
            assertThat(outbox.positions()).as("people know of it").isEqualTo(Map.of(0, 60L));
            assertThat(outbox.take("team")).as("what waits for its channel").isPresent();
        }
        assertThat(setAside()).singleElement().asString().contains("\"run_id\":\"bad\"", "\"body\":\"wwEC\"");
        try (Outbox outbox = Outbox.open(folder)) {
            assertThat(outbox.damage()).as("it is said once").isEmpty();
        }
    }

    @Test
    void damagedAlertOfWhichNobodyWasTold_isReadAgainFromTheTopic() throws Exception {
        change("UPDATE alerts SET body = X'C30102' WHERE run_id = 'bad'");

        try (Outbox outbox = Outbox.open(folder)) {
            assertThat(outbox.positions()).isEqualTo(Map.of(0, 0L));
            assertThat(outbox.accept(List.of(BAD, GOOD), Map.of(0, 60L), NOW).news())
                    .singleElement()
                    .satisfies(news -> assertThat(news.alert().getId()).isEqualTo(BAD.getId()));
        }
    }

    @Test
    void stateOfANewerRelease_isSetAside() throws Exception {
        change("UPDATE alerts SET told_revision = 0, told_state = 'SNOOZED', told_severity = 'WARNING'"
                + " WHERE run_id = 'bad'");

        try (Outbox outbox = Outbox.open(folder)) {
            outbox.restore(new Grouping(SimulatedAlerting.TIMING, InhibitionRules.NONE));
            assertThat(outbox.damage()).singleElement().asString().contains(BAD.getId());
        }
        assertThat(setAside()).singleElement().asString().contains("SNOOZED");
    }

    @Test
    void damagedChangeThatWaits_isToldAsTheAlertStands() throws Exception {
        tell(BAD, GOOD);
        change("UPDATE notification_changes SET body = X'00', told_revision = 0, told_state = 'SNOOZED'"
                + " WHERE alert_id = '" + BAD.getId() + "'");

        try (Outbox outbox = Outbox.open(folder)) {
            Notification waiting = outbox.take("team").orElseThrow();
            assertThat(waiting.group().changes()).extracting(AlertChange::alert).containsExactlyInAnyOrder(BAD, GOOD);
            assertThat(outbox.damage()).hasSize(1);
        }
    }

    @Test
    void summaryThatWaits_staysWhereChangesAreDamaged() throws Exception {
        tell(BAD);
        try (Outbox outbox = Outbox.open(folder)) {
            outbox.summaries().add("daily", NOW, Summaries.daily(), List.of("lead"), NOW);
        }
        change("UPDATE notification_changes SET body = X'00'");

        try (Outbox outbox = Outbox.open(folder)) {
            assertThat(outbox.damage()).hasSize(1);
            assertThat(outbox.take("lead").orElseThrow().summary()).contains(Summaries.daily());
        }
    }

    @Test
    void damagedChangeOfAnAlertThatIsNotKnown_holdsUpNoOther() throws Exception {
        tell(BAD);
        tell(GOOD);
        change("UPDATE notification_changes SET body = X'00' WHERE alert_id = '" + BAD.getId() + "'");
        change("DELETE FROM alerts WHERE run_id = 'bad'");

        try (Outbox outbox = Outbox.open(folder)) {
            assertThat(outbox.take("team").orElseThrow().group().changes())
                    .extracting(AlertChange::alert)
                    .containsExactly(GOOD);
            assertThat(outbox.take("team")).isEmpty();
        }
    }

    @Test
    void damagedMessageThatArrived_isNotChangedAnyMore() throws Exception {
        tell(BAD);
        try (Outbox outbox = Outbox.open(folder)) {
            outbox.sent(outbox.take("team").orElseThrow().sequence(), "ts", NOW);
        }
        change("UPDATE notification_changes SET body = X'00'");
        change("DELETE FROM alerts WHERE run_id = 'bad'");

        try (Outbox outbox = Outbox.open(folder)) {
            assertThat(outbox.notified().message("team", Alerts.incident(BAD))).isEmpty();
        }
    }

    @Test
    void rowThatIsMetInTheMidstOfTheWork_asksForANewStart() throws Exception {
        OutboxFile file = OutboxFile.open(folder);
        Database database = new Database(file.connection(), file);
        IncidentRules rules = IncidentRules.within(GroupTiming.CAUSE_WINDOW);
        try (Outbox outbox = new Outbox(file, database, SentJournal.open(folder), rules)) {
            database.transaction(() -> database.update("UPDATE alerts SET body = X'00' WHERE run_id = 'bad'"));

            assertThatThrownBy(() -> outbox.alert(BAD.getId())).isInstanceOf(OutboxException.class);
            assertThat(outbox.failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("cannot be read"));
        }
        try (Outbox outbox = Outbox.open(folder)) {
            assertThat(outbox.damage()).hasSize(1);
            assertThat(outbox.alert(BAD.getId())).isEmpty();
            assertThat(outbox.failure()).isEmpty();
        }
    }

    /** Queues a message of the alerts to a receiver. */
    private void tell(Alert... alerts) {
        AlertGroup group = Alerts.group(
                Stream.of(alerts).map(alert -> new AlertChange(alert, null)).toList());
        try (Outbox outbox = Outbox.open(folder)) {
            outbox.enqueue(group, List.of(Share.now("team", group)), NOW);
        }
    }

    private void change(String sql) throws SQLException {
        try (OutboxFile opened = OutboxFile.open(folder);
                Statement statement = opened.connection().createStatement()) {
            assertThat(statement.executeUpdate(sql)).isPositive();
            opened.connection().commit();
        }
    }

    /** Rows in the files of what was set aside. */
    private List<String> setAside() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("damaged"))) {
            return files.flatMap(UnreadableRowsTest::lines).toList();
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
