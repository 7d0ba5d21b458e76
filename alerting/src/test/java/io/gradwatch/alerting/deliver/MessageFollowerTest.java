package io.gradwatch.alerting.deliver;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.notify.spi.AlertStatus;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.outbox.NotifiedAlerts;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.Share;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.alerting.testing.Presentations;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Messages that a receiver's queue brings up to date with what people do. */
class MessageFollowerTest {

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final ChangingChannel channel = new ChangingChannel();
    private final Set<String> acknowledged = new HashSet<>();

    @AutoClose
    private Outbox outbox;

    private DeliveryQueue queue;

    @BeforeEach
    void open() {
        outbox = Outbox.open(folder);
        queue = new DeliveryQueue(
                new Receiver("team", channel),
                outbox,
                BackOff.standard(),
                new AlertingMetrics(),
                clock,
                () -> Presentations.ofStatuses(this::status));
    }

    @Test
    void acknowledgement_isShownOnce_andWithinSeconds() throws Exception {
        tell(Alerts.nan("a"));
        tell(Alerts.oscillating("b"));
        runUntilQuiet();
        assertThat(channel.refreshed).isEmpty();
        Instant pressed = clock.instant();
        acknowledge("a");

        runUntilQuiet();

        assertThat(channel.refreshed).hasSize(1);
        assertThat(clock.instant()).isBefore(pressed.plusSeconds(5));
        assertThat(queue.deliverNext()).isEmpty();
    }

    @Test
    void alertThatWasAcknowledgedBeforeItWasTold_isShownSoOnceItIs() throws Exception {
        acknowledge("a");
        runUntilQuiet();
        assertThat(channel.refreshed).isEmpty();

        tell(Alerts.nan("a"));
        tell(Alerts.oscillating("b"));
        runUntilQuiet();

        assertThat(channel.refreshed)
                .singleElement()
                .satisfies(told -> assertThat(told.sequence()).isEqualTo(1));
    }

    @Test
    void digestOfQuietHours_followsWhatPeopleDoBeforeAndAfterIt_whileOneOfItsAlertsIsOpen() throws Exception {
        acknowledge("a");
        tellInQuietHours(Alerts.nan("a"), Alerts.oscillating("b"));
        runUntilQuiet();
        assertThat(channel.refreshed).hasSize(1);

        acknowledge("b");
        runUntilQuiet();
        assertThat(channel.refreshed).hasSize(2);

        accept(Alerts.resolved(Alerts.nan("a")), Alerts.resolved(Alerts.oscillating("b")));
        acknowledged.clear();
        queue.peopleActed();
        runUntilQuiet();
        assertThat(channel.refreshed).hasSize(2);
    }

    @Test
    void messageThatTheChannelHasNoTimeFor_isChangedOnceItMayBe() throws Exception {
        tell(Alerts.nan("a"));
        tell(Alerts.oscillating("b"));
        runUntilQuiet();
        channel.refusals.add(Delivery.retry(FailureReason.RATE_LIMITED, "429", Optional.of(Duration.ofSeconds(90))));
        acknowledge("a");
        Instant next = clock.instant();
        while (channel.refusals.size() == 1) {
            clock.advanceTo(next);
            next = queue.deliverNext().orElseThrow();
        }
        Instant refused = clock.instant();

        assertThat(next).isEqualTo(refused.plusSeconds(90));
        runUntilQuiet();

        assertThat(channel.refreshed).hasSize(1);
        assertThat(clock.instant()).isEqualTo(refused.plusSeconds(90));
    }

    @Test
    void messageThatFailsAgainAndAgain_holdsUpNoOther_andOneThatIsRefusedForGoodIsLeft() throws Exception {
        tell(Alerts.nan("a"));
        tell(Alerts.oscillating("b"));
        runUntilQuiet();
        acknowledge("a", "b");
        for (int time = 0; time < 5; time++) {
            channel.refusals.add(Delivery.retry(FailureReason.SERVER_ERROR, "503"));
        }
        channel.refusals.add(Delivery.rejected(FailureReason.CLIENT_ERROR, "message_not_found"));
        Instant begun = clock.instant();
        runUntilQuiet();

        assertThat(channel.refreshed).as("the other one").hasSize(1);
        assertThat(clock.instant()).isAfter(begun.plusSeconds(10)).isBefore(begun.plusSeconds(120));
    }

    @Test
    void messagesThatWaitForTheirTurn_showHowItStandsThen() throws Exception {
        tell(Alerts.nan("a"));
        tell(Alerts.oscillating("b"));
        runUntilQuiet();
        acknowledge("a", "b");
        while (channel.refreshed.isEmpty()) {
            clock.advanceTo(queue.deliverNext().orElseThrow());
        }
        tell(Alerts.resolved(Alerts.nan("a")));
        tell(Alerts.resolved(Alerts.oscillating("b")));

        runUntilQuiet();

        assertThat(channel.refreshed.subList(1, channel.refreshed.size()))
                .allSatisfy(told -> assertThat(told.group().changes())
                        .allSatisfy(
                                change -> assertThat(change.alert().getState()).isEqualTo(AlertState.RECOVERED)));
        assertThat(channel.lastState()).containsOnly(AlertState.RECOVERED);
    }

    @Test
    void messageOfWhichANewerNotificationWaits_isLeftToThat() throws Exception {
        tell(Alerts.nan("a"));
        runUntilQuiet();
        acknowledge("a");
        clock.add(Duration.ofSeconds(2));
        channel.answers.add(Delivery.retry(FailureReason.UNREACHABLE, "down"));
        tell(Alerts.resolved(Alerts.nan("a")));
        queue.deliverNext();

        queue.deliverNext();
        assertThat(channel.refreshed).as("while the channel is down").isEmpty();
        runUntilQuiet();

        assertThat(channel.refreshed)
                .allSatisfy(told -> assertThat(told.sequence()).isEqualTo(2));
    }

    @Test
    void toldAlerts_areThoseOfTheMessage_asItShowedThem_andCountTheRest() throws Exception {
        Alert[] many = Alerts.nans(5);
        outbox.accept(List.of(many), Map.of(), clock.instant());
        AlertGroup group = Alerts.notification(many).group();
        outbox.enqueue(group, List.of(Share.now("team", group)), clock.instant());
        runUntilQuiet();

        NotifiedAlerts told = outbox.notified().alerts("team", group.incident(), 1, 3);

        assertThat(told.alerts()).hasSize(3);
        assertThat(told.left()).isEqualTo(2);
        assertThat(outbox.notified().alerts("team", group.incident(), 0, 3).alerts())
                .isEmpty();
        assertThat(outbox.notified().alerts("others", group.incident(), 1, 3).alerts())
                .isEmpty();
    }

    @Test
    void alertsOfAMessageThatIsOnItsWay_areKnown_sinceItsButtonMayBePressed() {
        AlertGroup group = Alerts.notification(Alerts.nan("a")).group();
        outbox.accept(List.of(Alerts.nan("a")), Map.of(), clock.instant());
        outbox.enqueue(group, List.of(Share.now("team", group)), clock.instant());
        assertThat(outbox.notified().alerts("team", group.incident(), 1, 3).alerts())
                .isEmpty();

        long sequence = outbox.take("team").orElseThrow().sequence();

        assertThat(outbox.notified()
                        .alerts("team", group.incident(), sequence, 3)
                        .alerts())
                .hasSize(1);
    }

    private void acknowledge(String... runs) {
        acknowledged.addAll(List.of(runs));
        queue.peopleActed();
    }

    private AlertStatus status(Alert alert) {
        return acknowledged.contains(alert.getRunId())
                ? new AlertStatus("ada", "page", Optional.empty(), "", "")
                : AlertStatus.NONE;
    }

    private void tell(Alert alert) {
        String incident = outbox.accept(List.of(alert), Map.of(), clock.instant())
                .news()
                .get(0)
                .incident();
        AlertGroup group =
                new AlertGroup(incident, Alerts.notification(alert).group().changes());
        outbox.enqueue(group, List.of(Share.now("team", group)), clock.instant());
    }

    private void tellInQuietHours(Alert... alerts) {
        accept(alerts);
        AlertGroup group = new AlertGroup(
                AlertGroup.quietHours(clock.instant()),
                Alerts.notification(alerts).group().changes());
        outbox.enqueue(group, List.of(Share.now("team", group)), clock.instant());
    }

    private void accept(Alert... alerts) {
        outbox.accept(List.of(alerts), Map.of(), clock.instant());
    }

    private void runUntilQuiet() throws InterruptedException {
        for (Optional<Instant> next = queue.deliverNext(); next.isPresent(); next = queue.deliverNext()) {
            clock.advanceTo(next.get());
        }
    }
}
