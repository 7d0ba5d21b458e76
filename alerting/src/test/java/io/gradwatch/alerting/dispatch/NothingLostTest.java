package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Delivery;
import io.gradwatch.alerting.notify.spi.FailureReason;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Over random routes, times, alerts, silences, failures of channels and restarts: of every alert that fires at the end
 * a receiver knows, unless it is held; nobody hears twice of the same; who heard that one fires hears that it is over.
 */
class NothingLostTest {

    private static final List<String> RECEIVERS = List.of("team", "pager", "archive");
    private static final List<Severity> SEVERITIES = List.of(Severity.WARNING, Severity.CRITICAL);
    private static final Duration WEEK = Duration.ofDays(7);

    /** A time at which no interval of the routes holds anything back. */
    private static final Duration WEDNESDAY_AFTERNOON = Duration.ofHours(60);

    @TempDir
    private Path folder;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyChangeThatARouteWants_isToldOnceOrHeld(long seed) throws Exception {
        Random random = new Random(seed);
        Map<String, Alert> latest = new LinkedHashMap<>();
        boolean silences = seed % 2 == 0;
        try (SimulatedAlerting alerting = new SimulatedAlerting(folder, configuration(random), RECEIVERS)) {
            Duration at = Duration.ZERO;
            while (at.compareTo(WEEK) < 0) {
                Alert next = next(random, latest);
                alerting.at(at, next);
                latest.put(next.getId(), next);
                if (random.nextInt(8) == 0) {
                    alerting.restart();
                }
                if (random.nextInt(4) == 0) {
                    String receiver = RECEIVERS.get(random.nextInt(RECEIVERS.size()));
                    alerting.notifier(receiver).answering(Delivery.retry(FailureReason.RATE_LIMITED, "later"));
                }
                if (silences && random.nextInt(6) == 0) {
                    Instant from = alerting.start().plus(at);
                    Silence silence = SimulatedAlerting.silence(from, Duration.ofHours(1 + random.nextInt(12)));
                    alerting.silence(at, Silences.of(List.of(silence), List.of()));
                }
                at = at.plusSeconds(random.nextInt(4) == 0 ? random.nextInt(90) : random.nextInt(40_000));
            }
            alerting.until(WEDNESDAY_AFTERNOON.plus(WEEK));

            assertThat(alerting.notifications()).doesNotContainKeys("HELD", "PENDING", "SENDING");
            for (String receiver : RECEIVERS) {
                assertKnows(alerting.told(receiver), latest, silences);
            }
        }
    }

    private static void assertKnows(List<Notification> told, Map<String, Alert> latest, boolean silences) {
        Map<String, List<AlertChange>> byAlert = told.stream()
                .flatMap(sent -> sent.group().changes().stream())
                .collect(Collectors.groupingBy(change -> change.alert().getId()));
        for (Alert alert : latest.values()) {
            List<AlertChange> changes = byAlert.getOrDefault(alert.getId(), List.of());
            if (alert.getState() == AlertState.FIRING) {
                assertThat(changes).as("%s fires", alert.getId()).isNotEmpty();
            }
            // An alert that is over before a silence ends is told to nobody who had not heard of it.
            if (alert.getState() == AlertState.UNRECOVERED && !silences) {
                assertThat(changes).as("%s ended", alert.getId()).isNotEmpty();
            }
            if (!changes.isEmpty()) {
                AlertChange last = changes.get(changes.size() - 1);
                assertThat(last.alert().getState())
                        .as("end of %s", alert.getId())
                        .isEqualTo(alert.getState());
                assertThat(changes.stream().filter(change -> change.before() == null))
                        .as("first message of %s", alert.getId())
                        .hasSize(1);
                assertThat(changes.stream().filter(change -> !change.firing()))
                        .as("ends of %s", alert.getId())
                        .hasSizeLessThanOrEqualTo(1);
            }
        }
    }

    /** A new alert, or one that fires and gets worse or ends. */
    private static Alert next(Random random, Map<String, Alert> latest) {
        List<Alert> firing = latest.values().stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .toList();
        if (firing.isEmpty() || random.nextInt(3) == 0) {
            String kind = List.of("nan", "oscillating", "silent").get(random.nextInt(3));
            return Alerts.firing("run-" + latest.size(), kind, SEVERITIES.get(random.nextInt(2)))
                    .build();
        }
        Alert one = firing.get(random.nextInt(firing.size()));
        Alert changed = random.nextInt(3) == 0
                ? Alert.newBuilder(one).setSeverity(Severity.CRITICAL).build()
                : Alerts.resolved(one, random.nextBoolean() ? Resolution.CLEARED : Resolution.RUN_ENDED);
        return Alert.newBuilder(changed).setRevision(one.getRevision() + 1).build();
    }

    private static String configuration(Random random) {
        List<String> routes = new ArrayList<>();
        for (String receiver : RECEIVERS) {
            List<String> options = new ArrayList<>(List.of("receivers: [" + receiver + "]", "continue: true"));
            switch (random.nextInt(5)) {
                case 0 -> options.add("mute-time-intervals: [nights, weekends]");
                case 1 -> options.add("active-time-intervals: [office]");
                case 2 -> options.add("quiet-hours: {time-intervals: [nights, weekends]}");
                case 3 -> options.add("mute-time-intervals: [weekends], quiet-hours: {time-intervals: [nights]}");
                default -> options.add("repeat-interval: " + (4 + random.nextInt(20)) + "h");
            }
            if (random.nextBoolean()) {
                String next = RECEIVERS.get(random.nextInt(RECEIVERS.size()));
                options.add("escalation: [{after: 20m, receivers: [" + next + "]}]");
            }
            routes.add("  - {" + String.join(", ", options) + "}\n");
        }
        return """
                time-intervals:
                  - {name: nights, times: ["20:00-08:30"], location: Europe/Berlin}
                  - {name: weekends, weekdays: ["saturday:sunday"]}
                  - {name: office, times: ["09:00-17:00"], weekdays: ["monday:friday"], location: America/New_York}
                routes:
                """ + String.join("", routes);
    }
}
