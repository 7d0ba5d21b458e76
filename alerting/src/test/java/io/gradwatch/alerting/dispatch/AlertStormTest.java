package io.gradwatch.alerting.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.deliver.DeliveryQueue;
import io.gradwatch.alerting.deliver.Receiver;
import io.gradwatch.alerting.group.GroupTiming;
import io.gradwatch.alerting.group.Grouping;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.inhibit.InhibitionRules;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.notify.spi.Presentation;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.route.AlertRoute;
import io.gradwatch.alerting.route.RoutingTable;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.alerting.testing.RecordingNotifier;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Severity;
import io.gradwatch.silence.Silences;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AlertStormTest {

    private static final int RUNS = 500;
    private static final int ALERTS = 10_000;

    @TempDir
    private Path folder;

    private final ManualClock clock = new ManualClock();
    private final AlertingMetrics metrics = new AlertingMetrics();
    private final RecordingNotifier slack = new RecordingNotifier(Duration.ofSeconds(1));
    private final List<Instant> sentAt = new ArrayList<>();

    @Test
    void tenThousandAlertsOfFiveHundredRuns_areToldOnceEachAndOneMessageASecond() throws Exception {
        try (Outbox outbox = Outbox.open(folder, IncidentRules.within(Duration.ZERO))) {
            Dispatcher dispatcher = dispatcher(outbox);
            DeliveryQueue queue = new DeliveryQueue(
                    new Receiver("slack", slack), outbox, BackOff.standard(), metrics, clock, () -> Presentation.PLAIN);
            for (int batch = 0; batch < ALERTS; batch += RUNS) {
                int first = batch;
                dispatcher.accept(
                        IntStream.range(0, RUNS)
                                .mapToObj(run -> alert(run, first / RUNS))
                                .toList(),
                        Map.of(),
                        clock.instant());
                clock.add(Duration.ofMillis(20));
            }
            runUntilQuiet(dispatcher, queue);
        }

        assertThat(slack.delivered()).hasSize(RUNS);
        assertThat(alertIds(slack.delivered())).hasSize(ALERTS).doesNotHaveDuplicates();
        for (int i = 1; i < sentAt.size(); i++) {
            assertThat(Duration.between(sentAt.get(i - 1), sentAt.get(i)))
                    .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
        }
        assertThat(metrics.count(Count.QUEUED)).isEqualTo(RUNS);
        assertThat(metrics.count(Count.DELIVERED)).isEqualTo(RUNS);
    }

    private Dispatcher dispatcher(Outbox outbox) {
        Grouping grouping = new Grouping(
                new GroupTiming(
                        Duration.ofMillis(500), Duration.ofSeconds(30), Duration.ofHours(4), Duration.ofMinutes(10)),
                InhibitionRules.NONE);
        RoutingTable routes = new RoutingTable(List.of(AlertRoute.atLeast(Severity.WARNING, List.of("slack"), false)));
        Dispatcher dispatcher = new Dispatcher(outbox, grouping, routes, metrics, Duration.ofDays(30));
        dispatcher.silence(Silences.NONE, clock.instant());
        return dispatcher;
    }

    /** Lets the clock jump from one thing that is due to the next, as the two threads would. */
    private void runUntilQuiet(Dispatcher dispatcher, DeliveryQueue queue) throws InterruptedException {
        Instant limit = clock.instant().plus(Duration.ofHours(1));
        Instant dispatch = clock.instant();
        Optional<Instant> deliver = Optional.of(clock.instant());
        while (deliver.isPresent() || dispatch.isBefore(limit)) {
            Instant next = deliver.filter(dispatch::isAfter).orElse(dispatch);
            clock.advanceTo(next);
            if (!dispatch.isAfter(clock.instant())) {
                dispatch = dispatcher.dispatchDue(clock.instant()).orElse(limit);
            }
            int before = slack.attempts().size();
            deliver = queue.deliverNext();
            if (slack.attempts().size() > before) {
                sentAt.add(clock.instant());
            }
        }
    }

    private static Alert alert(int run, int number) {
        return Alert.newBuilder(Alerts.nan("run-" + run))
                .setId("run-" + run + "-" + number)
                .setRank(number)
                .build();
    }

    private static List<String> alertIds(List<Notification> notifications) {
        return notifications.stream()
                .flatMap(sent -> sent.group().changes().stream())
                .map(change -> change.alert().getId())
                .collect(Collectors.toList());
    }
}
