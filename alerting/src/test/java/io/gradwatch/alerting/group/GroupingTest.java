package io.gradwatch.alerting.group;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.Silences;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

class GroupingTest {

    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
    private static final GroupTiming TIMING = new GroupTiming(
            Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofHours(4), Duration.ofMinutes(10));

    private final Grouping grouping = new Grouping(TIMING, InhibitionRules.NONE);
    private final Map<String, TrackedAlert> latest = new HashMap<>();
    private Function<Alert, String> incidents = Alerts::incident;

    @Test
    void alertsWithinTheWait_becomeOneGroupWorstFirst() {
        accept(Alerts.oscillating("a"), at(0));
        accept(Alerts.nan("a"), at(400));

        assertThat(grouping.nextDue()).contains(at(500));
        assertThat(tell(at(499))).isEmpty();
        assertThat(tell(at(500)))
                .singleElement()
                .satisfies(group -> assertThat(group.changes())
                        .extracting(change -> change.alert().getAlertClass())
                        .containsExactly("nan", "oscillating"));
        assertThat(tell(at(60_000))).isEmpty();
    }

    @Test
    void runsAndAttempts_areGroupsOfTheirOwn() {
        accept(Alerts.nan("a"), at(0));
        accept(Alerts.nan("b"), at(0));
        accept(Alert.newBuilder(Alerts.nan("a")).setId("other").setAttempt(1).build(), at(0));

        assertThat(tell(at(500))).extracting(AlertGroup::incident).containsExactlyInAnyOrder("a/a0", "b/a0", "a/a1");
    }

    @Test
    void followUps_waitForTheInterval() {
        accept(Alerts.nan("a"), at(0));
        tell(at(500));
        accept(Alerts.oscillating("a"), at(2_000));
        accept(Alerts.resolved(Alerts.nan("a")), at(3_000));

        assertThat(grouping.nextDue()).contains(at(30_500));
        assertThat(tell(at(30_499))).isEmpty();
        assertThat(kinds(tell(at(30_500)))).containsExactly(AlertChange.Kind.FIRED, AlertChange.Kind.RECOVERED);
    }

    @Test
    void followUpAfterTheInterval_waitsOnlyTheWait() {
        accept(Alerts.nan("a"), at(0));
        tell(at(500));
        accept(Alerts.oscillating("a"), at(100_000));

        assertThat(grouping.nextDue()).contains(at(100_500));
    }

    @Test
    void turningCritical_doesNotWaitForTheInterval() {
        Alert warning = Alerts.oscillating("a");
        accept(warning, at(0));
        tell(at(500));
        accept(Alerts.critical(warning), at(2_000));

        assertThat(grouping.nextDue()).contains(at(2_500));
        assertThat(kinds(tell(at(2_500)))).containsExactly(AlertChange.Kind.ESCALATED);
    }

    @Test
    void turningCriticalWhileAWarningWaits_takesItAlong() {
        accept(Alerts.oscillating("a"), at(0));
        tell(at(500));
        Alert second = Alert.newBuilder(Alerts.oscillating("a")).setId("second").build();
        accept(second, at(1_000));
        accept(Alerts.critical(second), at(5_000));

        assertThat(grouping.nextDue()).contains(at(5_500));
    }

    @Test
    void moreCriticalAlertsOfARunInTrouble_waitForTheInterval() {
        accept(Alerts.nan("a"), at(0));
        tell(at(500));
        accept(Alert.newBuilder(Alerts.nan("a")).setId("rank 1").build(), at(1_000));

        assertThat(grouping.nextDue()).contains(at(30_500));
    }

    @Test
    void firedAndResolvedWithinTheWait_isToldOnce() {
        accept(Alerts.nan("a"), at(0));
        accept(Alerts.resolved(Alerts.nan("a")), at(100));

        assertThat(kinds(tell(at(500)))).containsExactly(AlertChange.Kind.FIRED_AND_RECOVERED);
        assertThat(grouping.nextDue()).isEmpty();
    }

    @Test
    void criticalThatStillFires_isRepeated() {
        accept(Alerts.nan("a"), at(0));
        accept(Alerts.oscillating("a"), at(0));
        tell(at(500));
        Instant repeat = at(500).plus(TIMING.repeatInterval());

        assertThat(grouping.nextDue()).contains(repeat);
        assertThat(kinds(tell(repeat))).containsExactly(AlertChange.Kind.STILL_FIRING);
        assertThat(grouping.nextDue()).contains(repeat.plus(TIMING.repeatInterval()));

        accept(Alerts.resolved(Alerts.nan("a")), repeat.plusSeconds(60));
        assertThat(kinds(tell(repeat.plusSeconds(61)))).containsExactly(AlertChange.Kind.RECOVERED);
        assertThat(grouping.nextDue()).isEmpty();
    }

    @Test
    void repeatOfZero_meansNever() {
        Grouping never = new Grouping(
                new GroupTiming(Duration.ZERO, Duration.ZERO, Duration.ZERO, Duration.ZERO), InhibitionRules.NONE);
        never.accept(new TrackedAlert("a/a0", Alerts.nan("a"), at(0), null));
        never.due(at(0)).forEach(group -> never.notified(group, at(0)));

        assertThat(never.nextDue()).isEmpty();
    }

    @Test
    void changeWhileAGroupIsHandedOver_isToldNext() {
        accept(Alerts.nan("a"), at(0));
        List<AlertGroup> due = grouping.due(at(500));
        accept(Alerts.resolved(Alerts.nan("a")), at(501));
        due.forEach(group -> grouping.notified(group, at(502)));

        assertThat(kinds(tell(at(40_000)))).containsExactly(AlertChange.Kind.RECOVERED);
    }

    @Test
    void silenced_isHeldBackWhileTheRestIsTold_andToldAfterwards() {
        grouping.holdBack(silences(silenceOf("oscillating")));
        accept(Alerts.oscillating("a"), at(0));
        accept(Alerts.nan("a"), at(0));

        assertThat(tell(at(500)))
                .singleElement()
                .satisfies(group -> assertThat(group.changes())
                        .extracting(change -> change.alert().getAlertClass())
                        .containsExactly("nan"));
        assertThat(grouping.heldBack()).hasSize(1);
        assertThat(grouping.nextDue()).contains(at(500).plus(TIMING.repeatInterval()));

        grouping.holdBack(silences());
        assertThat(kinds(tell(at(60_000)))).containsExactly(AlertChange.Kind.FIRED);
    }

    @Test
    void resolvedInSilenceAfterItWasTold_isToldAfterwards() {
        accept(Alerts.nan("a"), at(0));
        tell(at(500));
        grouping.holdBack(silences(silenceOf("nan")));
        accept(Alerts.resolved(Alerts.nan("a")), at(100_000));
        assertThat(tell(at(200_000))).isEmpty();
        assertThat(grouping.nextDue()).isEmpty();

        grouping.holdBack(silences());
        assertThat(kinds(tell(at(300_000)))).containsExactly(AlertChange.Kind.RECOVERED);
    }

    @Test
    void acknowledged_isNotRepeated_butItsEndIsTold() {
        accept(Alerts.nan("a"), at(0));
        tell(at(500));
        Acknowledgement acknowledged =
                new Acknowledgement(Alerts.nan("a").getId(), Severity.CRITICAL, "ada", "", START.toEpochMilli(), "");
        grouping.holdBack(new ActiveSilences(Silences.of(List.of(), List.of(acknowledged)), START));
        assertThat(grouping.nextDue()).isEmpty();

        accept(Alerts.resolved(Alerts.nan("a")), at(100_000));
        assertThat(kinds(tell(at(200_000)))).containsExactly(AlertChange.Kind.RECOVERED);
    }

    @Test
    void whatIsOver_isForgotten() {
        accept(Alerts.nan("a"), at(0));
        accept(Alerts.resolved(Alerts.nan("a")), at(1));
        accept(Alerts.oscillating("b"), at(0));
        tell(at(501));

        grouping.forgetWhatIsOver(at(10_000), Duration.ofDays(30));
        assertThat(grouping.size()).isEqualTo(2);
        grouping.forgetWhatIsOver(at(0).plus(Duration.ofHours(2)), Duration.ofDays(30));
        assertThat(grouping.size()).isEqualTo(1);
        grouping.forgetWhatIsOver(at(0).plus(Duration.ofDays(31)), Duration.ofDays(30));
        assertThat(grouping.size()).isZero();
    }

    private void accept(Alert alert, Instant now) {
        TrackedAlert known = latest.get(alert.getId());
        TrackedAlert tracked = known == null
                ? new TrackedAlert(incidents.apply(alert), alert, now, null)
                : known.changedBy(alert, now);
        latest.put(alert.getId(), tracked);
        grouping.accept(tracked);
    }

    private List<AlertGroup> tell(Instant now) {
        List<AlertGroup> due = grouping.due(now);
        for (AlertGroup group : due) {
            grouping.notified(group, now);
            group.changes()
                    .forEach(change -> latest.computeIfPresent(
                            change.alert().getId(),
                            (id, known) -> new TrackedAlert(
                                    known.incident(), known.alert(), known.changedAt(), change.after())));
        }
        return due;
    }

    private static List<AlertChange.Kind> kinds(List<AlertGroup> groups) {
        return groups.stream()
                .flatMap(group -> group.changes().stream())
                .map(AlertChange::kind)
                .toList();
    }

    private static ActiveSilences silences(Silence... silences) {
        return new ActiveSilences(Silences.of(List.of(silences), List.of()), START);
    }

    private static Silence silenceOf(String alertClass) {
        long start = START.toEpochMilli();
        List<SilenceMatcher> matchers = List.of(new SilenceMatcher(MatcherField.CLASS, alertClass));
        return new Silence("s1", matchers, "ada", "", start, start + 3_600_000, false);
    }

    private static Instant at(long millis) {
        return START.plusMillis(millis);
    }
}
