package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Alerts that a route held back are told as they stand by then. */
class HeldAlertsTest {

    private static final List<String> RECEIVERS = List.of("team", "pager");
    private static final String QUIET = """
            time-intervals: [{name: nights, times: ["20:00-08:30"]}]
            routes:
              - match: {severity: critical}
                receivers: [pager]
              - receivers: [team]
                quiet-hours: {time-intervals: [nights]}
            """;
    private static final Alert WARNING =
            Alerts.firing("a", "diverging", Severity.WARNING).build();
    private static final Alert CRITICAL = Alert.newBuilder(WARNING)
            .setRevision(1)
            .setSeverity(Severity.CRITICAL)
            .build();

    @TempDir
    private Path folder;

    @Test
    void alertThatWentToAnotherRoute_isNotInTheDigest() throws Exception {
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, QUIET, RECEIVERS)) {
            alerting.at(Duration.ZERO, WARNING, Alerts.oscillating("b"))
                    .at(Duration.ofMinutes(30), CRITICAL)
                    .at(Duration.ofHours(1), Alerts.resolved(CRITICAL))
                    .until(Duration.ofHours(9));

            assertThat(alerting.told("pager")).hasSize(2);
            assertThat(alerting.told("team"))
                    .singleElement()
                    .satisfies(digest -> assertThat(digest.group().changes())
                            .extracting(change -> change.alert().getRunId())
                            .containsExactly(Alerts.oscillating("b").getRunId()));
        }
    }

    @Test
    void alertThatNobodyElseHeardOf_isInTheDigestAsItStands() throws Exception {
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, QUIET, RECEIVERS)) {
            alerting.at(Duration.ZERO, WARNING)
                    .at(Duration.ofMinutes(30), Alerts.resolved(WARNING))
                    .until(Duration.ofHours(9));

            assertThat(alerting.told("team"))
                    .singleElement()
                    .satisfies(digest -> assertThat(digest.group().changes())
                            .extracting(AlertChange::kind)
                            .containsExactly(AlertChange.Kind.FIRED_AND_RECOVERED));
        }
    }

    @Test
    void intervalThatIsCorrected_releasesWhatWaitsAtTheNextStart() throws Exception {
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, """
                time-intervals: [{name: office, times: ["09:00-17:00"], days-of-month: ["30"], months: [february]}]
                routes: [{receivers: [team, pager], active-time-intervals: [office]}]
                """, RECEIVERS)) {
            alerting.at(Duration.ZERO, Alerts.oscillating("a")).until(Duration.ofMinutes(1));
            assertThat(alerting.notifications()).containsExactly(entry("HELD", 2));
        }
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, """
                time-intervals: [{name: nights, times: ["20:00-08:30"]}]
                routes:
                  - {receivers: [team], continue: true}
                  - {receivers: [pager], mute-time-intervals: [nights]}
                """, RECEIVERS)) {
            alerting.until(Duration.ofMinutes(1));
            assertThat(alerting.titles("team")).hasSize(1);
            assertThat(alerting.titles("pager")).isEmpty();
            alerting.until(Duration.ofHours(6));
            assertThat(alerting.titles("team")).hasSize(1);
            assertThat(alerting.titles("pager")).hasSize(1);
        }
    }

    @Test
    void silenceTakesBackWhatIsHeld_withWhatWaitsForItsChannel() throws Exception {
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, """
                time-intervals: [{name: nights, times: ["20:00-08:30"]}]
                routes:
                  - {receivers: [team], continue: true}
                  - {receivers: [pager], mute-time-intervals: [nights]}
                """, RECEIVERS)) {
            alerting.notifier("team")
                    .answering(
                            Delivery.retry(FailureReason.RATE_LIMITED, "later", Optional.of(Duration.ofMinutes(50))));
            Instant from = alerting.start().plus(Duration.ofMinutes(5));
            Silences silences = Silences.of(List.of(SimulatedAlerting.silence(from, Duration.ofHours(1))), List.of());
            alerting.at(Duration.ZERO, Alerts.oscillating("a"))
                    .silence(Duration.ofMinutes(5), silences)
                    .until(Duration.ofMinutes(30));
            assertThat(alerting.notifications()).isEmpty();
            alerting.until(Duration.ofHours(9));

            assertThat(alerting.titles("team")).hasSize(1);
            assertThat(alerting.titles("pager")).hasSize(1);
        }
    }

    @Test
    void alertThatRecoveredUnderASilenceBeforeItWasTold_isNotTold() throws Exception {
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, """
                time-intervals: [{name: nights, times: ["20:00-08:30"]}]
                routes:
                  - {receivers: [team], continue: true}
                  - {receivers: [pager], mute-time-intervals: [nights]}
                """, RECEIVERS)) {
            Instant from = alerting.start().plus(Duration.ofHours(1));
            Silences silences = Silences.of(List.of(SimulatedAlerting.silence(from, Duration.ofHours(6))), List.of());
            alerting.at(Duration.ZERO, WARNING)
                    .silence(Duration.ofHours(1), silences)
                    .at(Duration.ofHours(2), Alerts.resolved(WARNING))
                    .until(Duration.ofHours(9));

            assertThat(alerting.titles("team")).hasSize(2);
            assertThat(alerting.titles("pager")).isEmpty();
        }
    }
}
