package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.message.Title;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An alert that nobody acknowledges goes to the next receivers, once for each level. */
class EscalationTest {

    private static final Duration LATE = Duration.ofHours(3);
    private static final Alert NAN = Alerts.nan("a");

    @TempDir
    private Path folder;

    @AutoClose
    private SimulatedAlerting alerting;

    @BeforeEach
    void open() {
        alerting = new SimulatedAlerting(folder, """
                routes:
                  - receivers: [team]
                    escalation:
                      - {after: 15m, receivers: [on-call]}
                      - {after: 1h, receivers: [lead, team]}
                """, List.of("team", "on-call", "lead"));
    }

    @Test
    void alertThatNobodyAcknowledges_goesToEachLevelOnce() throws Exception {
        alerting.at(Duration.ZERO, NAN).until(Duration.ofMinutes(16));

        assertThat(alerting.titles("on-call"))
                .satisfiesExactly(title -> assertThat(title)
                        .startsWith("CRITICAL, not acknowledged for 15 min: Loss is NaN in run resnet-a"));
        Notification sent = alerting.told("on-call").get(0);
        assertThat(Title.of(sent, sent.group().changes().get(0))).startsWith("CRITICAL, not acknowledged for 15 min: ");
        alerting.until(LATE);
        assertThat(alerting.titles("on-call")).hasSize(1);
        assertThat(alerting.titles("lead"))
                .satisfiesExactly(title -> assertThat(title).startsWith("CRITICAL, not acknowledged for 1 h: "));
        assertThat(alerting.titles("team"))
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("CRITICAL: "),
                        title -> assertThat(title).startsWith("still CRITICAL, not acknowledged for 1 h: "));
        assertThat(alerting.metrics().count(Count.ESCALATIONS)).isEqualTo(3);
    }

    @Test
    void restart_forgetsNoLevelAndTellsNoneTwice() throws Exception {
        alerting.at(Duration.ZERO, NAN).until(Duration.ofMinutes(10));
        alerting.restart();
        alerting.until(Duration.ofMinutes(30));
        alerting.restart();
        alerting.until(LATE);

        assertThat(alerting.titles("on-call")).hasSize(1);
        assertThat(alerting.titles("lead")).hasSize(1);
    }

    @Test
    void acknowledgedAlert_goesNoFurther() throws Exception {
        alerting.at(Duration.ZERO, NAN)
                .silence(Duration.ofMinutes(20), acknowledged(NAN))
                .until(LATE);

        assertThat(alerting.titles("on-call")).hasSize(1);
        assertThat(alerting.titles("lead")).isEmpty();
    }

    @Test
    void faultWithWhichTheRunEnded_goesOn_alsoAfterARestart_untilSomebodyAcknowledges() throws Exception {
        Alert ended = Alerts.resolved(NAN, Resolution.RUN_ENDED);
        alerting.at(Duration.ZERO, NAN).at(Duration.ofMinutes(1), ended).until(Duration.ofMinutes(10));
        alerting.restart();
        alerting.until(Duration.ofMinutes(30));

        assertThat(alerting.titles("on-call"))
                .satisfiesExactly(title -> assertThat(title).contains("not acknowledged for 15 min", "Loss is NaN"));
        alerting.silence(Duration.ofMinutes(31), acknowledged(ended)).until(LATE);
        assertThat(alerting.titles("lead")).isEmpty();
    }

    @Test
    void runThatWasStartedAnew_goesNoFurther_alsoAfterARestart() throws Exception {
        alerting.at(Duration.ZERO, NAN).at(Duration.ofMinutes(1), Alerts.resolved(NAN, Resolution.RUN_ENDED));
        assertThat(alerting.startedAnew(Duration.ofMinutes(5), alert -> false)).isFalse();
        assertThat(alerting.startedAnew(
                        Duration.ofMinutes(10), alert -> alert.getId().equals(NAN.getId())))
                .isTrue();
        alerting.restart();
        alerting.until(LATE);

        assertThat(alerting.titles("on-call")).isEmpty();
    }

    @Test
    void runOfSeveralAlerts_isAskedForOnce_byItsLastAlert() throws Exception {
        Alert first = Alerts.resolved(NAN, Resolution.RUN_ENDED);
        Alert last = Alert.newBuilder(first)
                .setId("last")
                .setRaisedTimeMillis(first.getRaisedTimeMillis() + 1)
                .build();
        alerting.at(Duration.ZERO, NAN, Alert.newBuilder(NAN).setId("last").build())
                .at(Duration.ofMinutes(1), first, last);
        List<String> asked = new ArrayList<>();

        alerting.startedAnew(Duration.ofMinutes(5), alert -> asked.add(alert.getId()));

        assertThat(asked).containsExactly("last");
        alerting.until(LATE);
        assertThat(alerting.titles("on-call")).isEmpty();
    }

    @Test
    void endThatIsNotToldYet_isToldToThoseWhoWereCalled_beforeTheRunThatGoesOnCounts() throws Exception {
        alerting.at(Duration.ZERO, NAN).at(Duration.ofMinutes(20), Alerts.resolved(NAN, Resolution.RUN_ENDED));
        assertThat(alerting.startedAnew(Duration.ofMinutes(20).plusMillis(100), alert -> true))
                .isFalse();
        assertThat(alerting.startedAnew(Duration.ofMinutes(25), alert -> true)).isTrue();
        alerting.until(LATE);

        assertThat(alerting.titles("on-call"))
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("CRITICAL, not acknowledged for 15 min"),
                        title -> assertThat(title).startsWith("Unrecovered: "));
        assertThat(alerting.titles("lead")).isEmpty();
    }

    @Test
    void alertThatFires_isNotAskedFor() throws Exception {
        alerting.at(Duration.ZERO, NAN);
        assertThat(alerting.startedAnew(Duration.ofMinutes(5), alert -> true)).isFalse();
        alerting.until(LATE);

        assertThat(alerting.titles("on-call")).hasSize(1);
    }

    @Test
    void alertOfALaterAttempt_endsWhatItsEarlierOneCrashedWith() throws Exception {
        Alert next = Alert.newBuilder(Alerts.oscillating("a"))
                .setId("a-1-oscillating-10")
                .setAttempt(1)
                .build();
        alerting.at(Duration.ZERO, NAN)
                .at(Duration.ofMinutes(1), Alerts.resolved(NAN, Resolution.RUN_ENDED))
                .at(Duration.ofMinutes(10), next)
                .until(LATE);

        assertThat(alerting.titles("on-call")).isEmpty();
    }

    @Test
    void runEndsAfterALevel_nobodyHearsThatTwice() throws Exception {
        alerting.at(Duration.ZERO, NAN)
                .at(Duration.ofMinutes(20), Alerts.resolved(NAN, Resolution.RUN_ENDED))
                .until(LATE);

        assertThat(alerting.titles("team"))
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("CRITICAL: "),
                        title -> assertThat(title).startsWith("Unrecovered: "));
        assertThat(alerting.titles("on-call"))
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("CRITICAL, not acknowledged for 15 min"),
                        title -> assertThat(title).startsWith("Unrecovered: "));
        assertThat(alerting.titles("lead"))
                .satisfiesExactly(title -> assertThat(title)
                        .startsWith("CRITICAL, not acknowledged for 1 h: Loss is NaN in run resnet-a")
                        .endsWith("to its end"));
    }

    @Test
    void criticalNotice_escalatesLikeAnyOther() throws Exception {
        alerting.at(
                        Duration.ZERO,
                        Alerts.firing("a", "notice", Severity.CRITICAL).build())
                .until(Duration.ofMinutes(16));

        assertThat(alerting.titles("on-call")).hasSize(1);
    }

    @Test
    void runThatAPersonStopped_goesNoFurther() throws Exception {
        Alert stopped = Alert.newBuilder(Alerts.resolved(NAN, Resolution.RUN_ENDED))
                .setOutcome(Outcome.STOPPED)
                .build();
        alerting.at(Duration.ZERO, NAN).at(Duration.ofMinutes(1), stopped).until(LATE);

        assertThat(alerting.titles("on-call")).isEmpty();
    }

    @Test
    void silence_holdsItUpAsLongAsItLasts() throws Exception {
        Instant start = alerting.start();
        alerting.at(Duration.ZERO, NAN)
                .silence(
                        Duration.ofMinutes(5),
                        Silences.of(
                                List.of(SimulatedAlerting.silence(
                                        start.plus(Duration.ofMinutes(5)), Duration.ofMinutes(25))),
                                List.of()))
                .until(Duration.ofMinutes(29));
        assertThat(alerting.titles("on-call")).isEmpty();

        alerting.until(Duration.ofMinutes(31));

        assertThat(alerting.titles("on-call"))
                .satisfiesExactly(title -> assertThat(title).contains("not acknowledged for 29 min"));
    }

    @Test
    void alertThatRecovers_goesNoFurther_andWhoHeardOfItHearsThat() throws Exception {
        alerting.at(Duration.ZERO, NAN)
                .at(Duration.ofMinutes(20), Alerts.resolved(NAN))
                .until(LATE);

        assertThat(alerting.titles("on-call"))
                .satisfiesExactly(
                        title -> assertThat(title).startsWith("CRITICAL, not"),
                        title -> assertThat(title).startsWith("Recovered: Loss is NaN in run resnet-a"));
        assertThat(alerting.titles("lead")).isEmpty();
        assertThat(alerting.titles("team")).hasSize(2);
    }

    @Test
    void alertThatRecoversBefore_isNobodyElsesConcern() throws Exception {
        alerting.at(Duration.ZERO, NAN)
                .at(Duration.ofMinutes(10), Alerts.resolved(NAN))
                .until(LATE);

        assertThat(alerting.titles("on-call")).isEmpty();
    }

    @Test
    void warning_doesNotEscalate_untilItTurnsCritical() throws Exception {
        Alert warning = Alerts.firing("a", "diverging", Severity.WARNING).build();
        Alert critical = Alert.newBuilder(warning)
                .setRevision(1)
                .setSeverity(Severity.CRITICAL)
                .build();
        alerting.at(Duration.ZERO, warning).at(Duration.ofHours(1), critical).until(Duration.ofMinutes(74));
        assertThat(alerting.titles("on-call")).isEmpty();
        alerting.until(Duration.ofMinutes(76));
        assertThat(alerting.titles("on-call")).hasSize(1);
    }

    @Test
    void thirtyRunsOfOneCause_areOneMessageToTheNextReceiver() throws Exception {
        alerting.at(Duration.ZERO, Alerts.nans(30)).until(Duration.ofMinutes(40));

        assertThat(alerting.told("on-call"))
                .singleElement()
                .satisfies(sent -> assertThat(sent.group().changes())
                        .hasSize(30)
                        .extracting(AlertChange::kind)
                        .containsOnly(AlertChange.Kind.FIRED));
    }

    private Silences acknowledged(Alert... alerts) {
        return Silences.of(
                List.of(),
                Arrays.stream(alerts)
                        .map(alert -> Acknowledgement.newBuilder()
                                .setAlertId(alert.getId())
                                .setSeverity(Severity.CRITICAL)
                                .setBy("ada")
                                .setComment("")
                                .setAtMillis(alerting.start().toEpochMilli())
                                .build())
                        .toList());
    }
}
