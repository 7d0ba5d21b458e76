package io.gradwatch.alerting.notify.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.group.AlertGroup;
import io.gradwatch.alerting.notify.spi.AlertIncident;
import io.gradwatch.alerting.notify.spi.AlertStatus;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Notifier;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.NotificationBuilder;
import io.gradwatch.alerting.testing.Presentations;
import io.gradwatch.alerting.testing.service.LoopbackService;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Contract of a notifier to a service that keeps an incident for each alert. */
public abstract class AlertEventContract extends ServiceNotifierContract {

    /** @param service with its limits */
    protected AlertEventContract(LoopbackService service) {
        super(service);
    }

    @Test
    void failureInTheMidst_isSentOnFromThere() throws Exception {
        Notifier notifier = notifier();
        var notification = Alerts.notification(Alerts.nans(4));
        server.next(
                new LoopbackHttp.Trouble.None(),
                new LoopbackHttp.Trouble.None(),
                new LoopbackHttp.Trouble.Answer(429, "{}", Map.of("Retry-After", "1")));

        assertThat(notifier.send(notification)).isInstanceOf(Delivery.Retry.class);
        assertThat(notifier.send(notification)).isInstanceOf(Delivery.Delivered.class);

        assertThat(bodies()).hasSize(4);
        assertThat(new HashSet<>(bodies())).hasSize(4);
    }

    @Test
    void failureInTheMidst_afterARestart_isSentAgainWithTheSameKeys() throws Exception {
        var notification = Alerts.notification(Alerts.nans(3));
        server.next(new LoopbackHttp.Trouble.None(), new LoopbackHttp.Trouble.AcceptThenReset());

        assertThat(notifier().send(notification)).isInstanceOf(Delivery.Retry.class);
        assertThat(notifier().send(notification)).isInstanceOf(Delivery.Delivered.class);

        assertThat(bodies()).hasSize(5);
        assertThat(new HashSet<>(bodies())).hasSize(3);
    }

    @Test
    void eventThatIsRefused_holdsUpNoOther_andIsSaid() throws Exception {
        server.nextAnswer(400, "bad event");

        assertThat(notifier().send(Alerts.notification(Alerts.nans(3)))).isInstanceOf(Delivery.Rejected.class);

        assertThat(bodies()).hasSize(2);
    }

    @Test
    void alertThatWasOverBeforeItWasTold_andTheBacklog_callNobody() throws Exception {
        Alert over = Alerts.resolved(Alerts.nan("a"));

        notifier().send(Alerts.notification(List.of(new AlertChange(over, null))));
        notifier().send(Alerts.notification(Alerts.backlog(Alerts.nan("a"))));

        assertThat(server.received()).isEmpty();
    }

    @Test
    void alertsOfOneCause_areOneIncident_thatClosesWithTheLast() throws Exception {
        Notifier notifier = notifier();
        Alert[] nans = Alerts.nans(3);
        List<AlertChange> fired = changes(nans);
        notifier.send(incident(1, fired, fired));
        assertThat(bodies()).as("each alert is told").hasSize(3);
        assertThat(keys()).hasSize(1);

        List<AlertChange> two = changes(Alerts.resolved(nans[0]), Alerts.resolved(nans[1]));
        notifier.send(incident(2, two, List.of(two.get(0), two.get(1), fired.get(2))));
        assertThat(bodies()).as("one of them still fires").hasSize(3);

        List<AlertChange> last = changes(Alerts.resolved(nans[2]));
        notifier.send(incident(3, last, List.of(last.get(0), two.get(0), two.get(1))));
        assertThat(bodies()).hasSize(4);
        assertThat(keys()).hasSize(1);
    }

    @Test
    void otherKindOfFault_inTheSameIncident_callsAgain_aCrashAndSilenceOfOneHostDoNot() throws Exception {
        notifier().send(incident(1, changes(Alerts.nan("a"), Alerts.oscillating("a"))));
        assertThat(keys()).hasSize(2);

        notifier().send(incident(2, changes(firing("b", "crashed"), firing("c", "silent"), firing("d", "hung"))));
        assertThat(keys()).hasSize(3);
    }

    @Test
    void alertsOfQuietHours_haveTheKeysOfTheirIncidents() throws Exception {
        Alert nan = Alerts.nan("a");
        notifier().send(incident(1, changes(nan)));
        Presentation known = presentation(Set.of(), alert -> Optional.of(new AlertIncident(INCIDENT, List.of(nan))));
        Instant end = Instant.parse("2026-11-24T08:30:00Z");
        List<AlertChange> recovered = changes(Alerts.resolved(Alerts.nan("b")));
        notifier().send(notification(2, AlertGroup.quietHours(end), changes(Alerts.nan("b")), known));
        assertThat(keys()).hasSize(1);
        assertThat(bodies()).hasSize(2);

        notifier().send(notification(3, AlertGroup.quietHours(end), recovered, known));
        assertThat(bodies()).as("another one still fires").hasSize(2);
    }

    @Test
    void incidentOfWhichAllAlertsAreAcknowledged_isAcknowledgedThere_once() throws Exception {
        Notifier notifier = notifier();
        List<AlertChange> fired = changes(Alerts.nans(3));
        assertThat(notifier.send(incident(1, fired))).isEqualTo(Delivery.delivered("incidents"));
        if (!notifier.refreshes()) {
            return;
        }
        notifier.refresh(acknowledged(fired, "run-0", "run-1"), () -> {});
        assertThat(bodies()).as("one needs somebody").hasSize(3);

        Notification all = acknowledged(fired, "run-0", "run-1", "run-2");
        server.next(new LoopbackHttp.Trouble.Answer(429, "{}", Map.of("Retry-After", "1")));
        assertThat(notifier.refresh(all, () -> {})).isInstanceOf(Delivery.Retry.class);
        assertThat(notifier.refresh(all, () -> {})).isInstanceOf(Delivery.Delivered.class);
        notifier.refresh(all, () -> {});
        assertThat(bodies()).hasSize(4);
        assertThat(keys()).hasSize(1);
        assertThat(last().key() + last().body()).contains("acknowledge");
    }

    private static final String INCIDENT = "incident-1";

    /** Keys of incidents in what the service took. */
    private Set<String> keys() {
        Pattern key = Pattern.compile("gradwatch-[0-9a-f]{32}");
        return bodies().isEmpty()
                ? Set.of()
                : taken().stream()
                        .flatMap(taken -> key.matcher(taken.key()).results())
                        .map(MatchResult::group)
                        .collect(Collectors.toSet());
    }

    private static Alert firing(String run, String alertClass) {
        return Alerts.firing(run, alertClass, Severity.CRITICAL).build();
    }

    private static List<AlertChange> changes(Alert... alerts) {
        return Alerts.notification(alerts).group().changes();
    }

    private static Notification incident(long sequence, List<AlertChange> changes) {
        return notification(sequence, INCIDENT, changes, Presentation.PLAIN);
    }

    private static Notification incident(long sequence, List<AlertChange> changes, List<AlertChange> latest) {
        return notification(sequence, INCIDENT, changes, latest, Presentation.PLAIN);
    }

    private static Notification acknowledged(List<AlertChange> fired, String... runs) {
        return notification(1, INCIDENT, fired, presentation(Set.of(runs), alert -> Optional.empty()));
    }

    private static Presentation presentation(
            Set<String> acknowledgedRuns, Function<Alert, Optional<AlertIncident>> incidents) {
        AlertStatus acknowledged = new AlertStatus("ada", "page", Optional.empty(), "", "");
        return Presentations.of(
                alert -> acknowledgedRuns.contains(alert.getRunId()) ? acknowledged : AlertStatus.NONE,
                Presentation.PLAIN.receivers(),
                incidents);
    }

    private static Notification notification(
            long sequence, String incident, List<AlertChange> changes, Presentation presentation) {
        return notification(sequence, incident, changes, changes, presentation);
    }

    private static Notification notification(
            long sequence,
            String incident,
            List<AlertChange> changes,
            List<AlertChange> latest,
            Presentation presentation) {
        return NotificationBuilder.from(Alerts.notification(changes))
                .sequence(sequence)
                .incident(incident)
                .latestChanges(latest)
                .presentation(presentation)
                .build();
    }

    @Test
    void faultWithWhichTheRunEnded_staysOpen_unlessAPersonStoppedIt() throws Exception {
        Notifier notifier = notifier();
        notifier.send(Alerts.notification(Alerts.resolved(Alerts.nan("a"), Resolution.RUN_ENDED)));
        assertThat(server.received()).isEmpty();

        Alert stopped = Alerts.resolved(Alerts.nan("a"), Resolution.RUN_ENDED);
        notifier.send(Alerts.notification(
                Alert.newBuilder(stopped).setOutcome(Outcome.STOPPED).build()));
        notifier.send(Alerts.notification(Alerts.resolved(Alerts.nan("b"), Resolution.NEW_ATTEMPT)));
        assertThat(server.received()).hasSize(2);
    }
}
