package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

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

/** Levels are those of the route that an alert takes, from the time at which people hear of it. */
class RoutedEscalationTest {

    private static final List<String> RECEIVERS = List.of("team", "pager", "boss", "lead");
    private static final Alert WARNING =
            Alerts.firing("a", "diverging", Severity.WARNING).build();
    private static final Alert CRITICAL = Alert.newBuilder(WARNING)
            .setRevision(1)
            .setSeverity(Severity.CRITICAL)
            .build();

    @TempDir
    private Path folder;

    @Test
    void warningThatIsHeld_andTurnsCritical_escalatesFromThen() throws Exception {
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, """
                time-intervals: [{name: nights, times: ["20:00-08:30"]}]
                routes:
                  - receivers: [team, pager, boss]
                    quiet-hours: {time-intervals: [nights]}
                    escalation-severity: warning
                    escalation: [{after: 15m, receivers: [lead]}]
                """, RECEIVERS)) {
            alerting.at(Duration.ZERO, WARNING)
                    .at(Duration.ofMinutes(30), CRITICAL)
                    .until(Duration.ofHours(7));

            assertThat(alerting.titles("lead")).hasSize(1);
            assertThat(at(alerting, "lead")).isBetween(Duration.ofMinutes(45), Duration.ofMinutes(46));
        }
    }

    @Test
    void alertThatMovesToARouteWithOtherLevels_beginsAtTheFirst_andWhoHeardHearsTheEnd() throws Exception {
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, """
                routes:
                  - match: {severity: critical}
                    receivers: [pager]
                    escalation: [{after: 15m, receivers: [boss]}]
                  - receivers: [team]
                    escalation-severity: warning
                    escalation: [{after: 1h, receivers: [lead]}]
                """, RECEIVERS)) {
            alerting.at(Duration.ZERO, WARNING)
                    .at(Duration.ofHours(2), CRITICAL)
                    .until(Duration.ofHours(3));
            assertThat(alerting.titles("lead")).hasSize(1);
            assertThat(alerting.titles("boss"))
                    .satisfiesExactly(title -> assertThat(title).startsWith("CRITICAL, not acknowledged for 15 min"));
            alerting.restart();
            alerting.at(Duration.ofHours(3), Alerts.resolved(CRITICAL)).until(Duration.ofHours(4));

            for (String receiver : List.of("lead", "boss")) {
                assertThat(alerting.titles(receiver))
                        .hasSize(2)
                        .last()
                        .asString()
                        .startsWith("Recovered");
            }
        }
    }

    @Test
    void alertThatWasSilencedBeforeAnybodyHeard_escalatesFromTheEndOfTheSilence() throws Exception {
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, """
                routes:
                  - receivers: [team, pager]
                    escalation: [{after: 15m, receivers: [boss]}, {after: 1h, receivers: [lead]}]
                """, RECEIVERS)) {
            for (String receiver : List.of("team", "pager")) {
                alerting.notifier(receiver)
                        .answering(Delivery.retry(
                                FailureReason.RATE_LIMITED, "later", Optional.of(Duration.ofMinutes(10))));
            }
            Instant from = alerting.start().plus(Duration.ofMinutes(5));
            Silences silences = Silences.of(List.of(SimulatedAlerting.silence(from, Duration.ofHours(3))), List.of());
            alerting.at(Duration.ZERO, Alerts.nan("a"))
                    .silence(Duration.ofMinutes(5), silences)
                    .until(Duration.ofHours(6));

            assertThat(alerting.titles("boss"))
                    .satisfiesExactly(title -> assertThat(title).startsWith("CRITICAL, not acknowledged for 15 min"));
            assertThat(alerting.titles("lead"))
                    .satisfiesExactly(title -> assertThat(title).startsWith("CRITICAL, not acknowledged for 1 h"));
        }
    }

    @Test
    void otherReceiversInTheConfiguration_tellNobodyAgain() throws Exception {
        String routes = """
                routes:
                  - receivers: [team, pager]
                    escalation: [{after: 15m, receivers: [boss]}, {after: %s, receivers: [%s]}]
                """;
        try (SimulatedAlerting alerting =
                new SimulatedAlerting(folder, routes.formatted("1h", "team"), RECEIVERS.subList(0, 3))) {
            alerting.at(Duration.ZERO, Alerts.nan("a")).until(Duration.ofMinutes(20));
            assertThat(alerting.titles("boss")).hasSize(1);
        }
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, routes.formatted("2h", "lead"), RECEIVERS)) {
            alerting.until(Duration.ofHours(3));
            assertThat(alerting.titles("boss")).isEmpty();
            assertThat(alerting.titles("lead")).hasSize(1);
        }
    }

    private static Duration at(SimulatedAlerting alerting, String receiver) {
        return Duration.between(alerting.start(), alerting.told(receiver).get(0).sentAt());
    }
}
