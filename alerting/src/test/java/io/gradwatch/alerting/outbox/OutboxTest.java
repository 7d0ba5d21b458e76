package io.gradwatch.alerting.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.group.RunKey;
import io.gradwatch.alerting.group.TrackedAlert;
import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.outbox.store.OutboxException;
import io.gradwatch.alerting.outbox.store.SentJournal;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.schema.Alert;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutboxTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final GroupTiming TIMING = new GroupTiming(
            Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofHours(4), Duration.ofMinutes(10));

    @TempDir
    private Path folder;

    private final Map<String, String> incidents = new HashMap<>();
    private Outbox outbox;

    @BeforeEach
    void open() {
        outbox = Outbox.open(folder, IncidentRules.within(Duration.ZERO));
    }

    @AfterEach
    void close() {
        outbox.close();
    }

    @Test
    void receiverThatWasNeverTold_hasNoLastTime() {
        assertThat(outbox.notified().lastTime("team", "none")).isEmpty();
    }

    @Test
    void sameOrOlderTransition_isNoNews() {
        Alert firing = Alerts.nan("a");
        Alert resolved = Alerts.resolved(firing);

        assertThat(accept(firing)).hasSize(1);
        assertThat(accept(firing)).isEmpty();
        assertThat(accept(resolved)).hasSize(1);
        assertThat(accept(firing, resolved)).isEmpty();
    }

    @Test
    void sameTransitionAfterARestart_isNoNews() {
        accept(Alerts.nan("a"));
        reopen();

        assertThat(accept(Alerts.nan("a"))).isEmpty();
        assertThat(accept(Alerts.resolved(Alerts.nan("a")))).hasSize(1);
    }

    @Test
    void whatWasNotTold_isTakenUpAfterARestart() {
        accept(Alerts.nan("a"), Alerts.oscillating("a"), Alerts.nan("b"));
        reopen();

        Grouping grouping = restored();

        assertThat(grouping.due(NOW.plusMillis(500)))
                .flatExtracting(AlertGroup::runs)
                .containsExactlyInAnyOrder(new RunKey("a", 0), new RunKey("b", 0));
    }

    @Test
    void whatWasTold_isKnownAfterARestart() {
        accept(Alerts.nan("a"));
        tell(Alerts.nan("a"), NOW);
        reopen();
        Grouping grouping = restored();
        assertThat(grouping.nextDue()).contains(NOW.plus(TIMING.repeatInterval()));

        outbox.accept(List.of(Alerts.resolved(Alerts.nan("a"))), Map.of(), NOW.plusSeconds(1))
                .news()
                .forEach(grouping::accept);

        assertThat(grouping.nextDue()).contains(NOW.plusSeconds(30));
        assertThat(grouping.due(NOW.plusSeconds(30)).get(0).changes())
                .extracting(AlertChange::kind)
                .containsExactly(AlertChange.Kind.RECOVERED);
    }

    @Test
    void messageOnItsWayWhenTheProcessEnds_isSentAgainWithANote() {
        accept(Alerts.nan("a"), Alerts.nan("b"), Alerts.nan("c"));
        tell(Alerts.nan("a"), NOW);
        tell(Alerts.nan("b"), NOW);
        tell(Alerts.nan("c"), NOW);
        outbox.sent(outbox.take("team").orElseThrow().sequence(), "", NOW);
        outbox.take("team").orElseThrow();
        reopen();

        assertThat(outbox.countByStatus()).containsEntry("SENT", 1).containsEntry("PENDING", 2);
        assertThat(outbox.take("team").orElseThrow().maybeRepeated()).isTrue();
        assertThat(outbox.take("team").orElseThrow().maybeRepeated()).isFalse();
        assertThat(outbox.take("team")).isEmpty();
    }

    @Test
    void arrivalNotedButNotCommittedWhenTheProcessEnds_isNotSentAgain() throws Exception {
        accept(Alerts.nan("a"), Alerts.nan("b"));
        tell(Alerts.nan("a"), NOW);
        tell(Alerts.nan("b"), NOW);
        long arrived = outbox.take("team").orElseThrow().sequence();
        outbox.close();
        try (SentJournal journal = SentJournal.open(folder)) {
            journal.note(new SentJournal.Entry(arrived, "1790000000.000001", NOW));
        }
        Files.write(folder.resolve("alerting-sent.journal"), new byte[] {0, 0, 0}, StandardOpenOption.APPEND);
        outbox = Outbox.open(folder, IncidentRules.within(Duration.ZERO));

        assertThat(outbox.countByStatus()).containsEntry("SENT", 1).containsEntry("PENDING", 1);
        assertThat(outbox.take("team").orElseThrow().maybeRepeated()).isFalse();
        assertThat(folder.resolve("alerting-sent.journal")).isEmptyFile();
    }

    @Test
    void retryAndGiveUp_areKept() {
        accept(Alerts.nan("a"), Alerts.nan("b"));
        tell(Alerts.nan("a"), NOW);
        tell(Alerts.nan("b"), NOW);
        long first = outbox.take("team").orElseThrow().sequence();
        outbox.retry(
                first, new Delivery.Retry(FailureReason.SERVER_ERROR, "x".repeat(9_000), null), NOW.plusSeconds(9));
        long second = outbox.take("team").orElseThrow().sequence();
        outbox.givenUp(second, new Delivery.Rejected(FailureReason.AUTH_ERROR, "no"), NOW);
        reopen();

        assertThat(outbox.nextAttempt("team")).contains(NOW.plusSeconds(9));
        assertThat(outbox.take("team").orElseThrow().attempts()).isEqualTo(1);
        assertThat(outbox.countByStatus()).containsEntry("GIVEN_UP", 1);
    }

    @Test
    void oldRows_areForgotten() {
        accept(Alerts.nan("a"), Alerts.nan("b"));
        tell(Alerts.nan("a"), NOW);
        tell(Alerts.nan("b"), NOW);
        outbox.sent(outbox.take("team").orElseThrow().sequence(), "", NOW);

        assertThat(outbox.forgetBefore(NOW)).isZero();
        assertThat(outbox.forgetBefore(NOW.plusMillis(1))).isEqualTo(1);

        assertThat(outbox.countByStatus()).isEmpty();
        assertThat(accept(Alerts.nan("a"))).hasSize(1);
    }

    @Test
    void secondService_isRefusedByName() {
        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> Outbox.open(folder))
                .withMessageContaining("another alerting service uses the data folder " + folder);
    }

    @Test
    void fileThatIsNoDatabase_isSetAside_andSaid() throws IOException {
        Path other = folder.resolve("other");
        Files.createDirectories(other);
        Files.writeString(other.resolve("alerting-outbox.mv.db"), "not a database");

        try (Outbox opened = Outbox.open(other)) {
            assertThat(opened.damage()).singleElement().asString().contains("alerting-outbox.mv.db was damaged");
        }
        assertThat(other.resolve("damaged")).isNotEmptyDirectory();
    }

    @Test
    void folderWithASemicolon_isRefused() {
        assertThatExceptionOfType(OutboxException.class)
                .isThrownBy(() -> Outbox.open(folder.resolve("a;INIT=x")))
                .withMessageContaining("must not have a ';'");
    }

    @Test
    void waitingMessageOfASilencedAlert_isTakenBack_theRestStays() {
        accept(Alerts.nan("a"), Alerts.nan("b"));
        tell(Alerts.nan("a"), NOW);
        tell(Alerts.nan("b"), NOW);

        assertThat(outbox.takeBack(alert -> alert.getRunId().equals("a")))
                .singleElement()
                .satisfies(back -> assertThat(back.pending()).isTrue());
        assertThat(outbox.countByStatus()).isEqualTo(Map.of("PENDING", 1));
        reopen();
        assertThat(restored().due(NOW.plusSeconds(60)))
                .flatExtracting(AlertGroup::runs)
                .containsExactly(new RunKey("a", 0));
    }

    @Test
    void messageThatOneReceiverHas_isNotTakenBackFromTheOthers() {
        accept(Alerts.nan("a"));
        AlertGroup group = Alerts.group(List.of(new AlertChange(Alerts.nan("a"), null)));
        outbox.enqueue(group, List.of(Share.now("team", group), Share.now("post", group)), NOW);
        long sequence = outbox.take("team").orElseThrow().sequence();

        assertThat(outbox.takeBack(alert -> true)).isEmpty();
        outbox.sent(sequence, "ref", NOW.plusSeconds(1));
        assertThat(outbox.takeBack(alert -> true)).isEmpty();
        assertThat(outbox.nextAttempt("post")).isPresent();
    }

    @Test
    void messageThatMayHaveArrived_isNotTakenBack() {
        accept(Alerts.nan("a"));
        tell(Alerts.nan("a"), NOW);
        long sequence = outbox.take("team").orElseThrow().sequence();
        outbox.retry(sequence, new Delivery.Retry(FailureReason.TIMEOUT, "", Optional.empty()), NOW);

        assertThat(outbox.takeBack(alert -> true)).isEmpty();
    }

    @Test
    void whatASilenceKeepsFromBeingTold_outlivesTheRetention() {
        accept(Alerts.nan("untold"), Alerts.nan("told"));
        tell(Alerts.nan("told"), NOW);
        outbox.forgetBefore(NOW.plusSeconds(1));

        assertThat(accept(Alerts.nan("untold"))).isEmpty();
        assertThat(accept(Alerts.nan("told"))).hasSize(1);
    }

    @Test
    void backlogOfSeveralRuns_isOneDigest_alsoWhereRunsAreKeptApart() {
        accept(backlog(Alerts.nan("a")), backlog(Alerts.oscillating("b")), Alerts.nan("c"));

        assertThat(restored().due(NOW.plusSeconds(10)))
                .extracting(group -> group.runs().size())
                .containsExactlyInAnyOrder(2, 1);
    }

    private static Alert backlog(Alert alert) {
        return Alert.newBuilder(alert).setBacklog(true).build();
    }

    private List<TrackedAlert> accept(Alert... alerts) {
        List<TrackedAlert> news = outbox.accept(List.of(alerts), Map.of(), NOW).news();
        news.forEach(tracked -> incidents.put(tracked.alert().getId(), tracked.incident()));
        return news;
    }

    private void tell(Alert alert, Instant now) {
        AlertGroup group = new AlertGroup(incidents.get(alert.getId()), List.of(new AlertChange(alert, null)));
        outbox.enqueue(group, List.of(Share.now("team", group)), now);
    }

    private Grouping restored() {
        Grouping grouping = new Grouping(TIMING, InhibitionRules.NONE);
        outbox.restore(grouping);
        return grouping;
    }

    private void reopen() {
        outbox.close();
        outbox = Outbox.open(folder, IncidentRules.within(Duration.ZERO));
    }
}
