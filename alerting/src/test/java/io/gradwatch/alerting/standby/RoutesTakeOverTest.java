package io.gradwatch.alerting.standby;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.testing.Alerts;
import io.gradwatch.alerting.testing.SimulatedAlerting;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.schema.Alert;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An instance that takes over holds back what the one before held back, and goes on with its escalations. */
class RoutesTakeOverTest {

    private static final Instant NOW = Instant.parse("2026-11-23T03:00:00Z");
    private static final List<String> RECEIVERS = List.of("team", "pager", "lead");
    private static final String ROUTES = """
            time-intervals: [{name: nights, times: ["20:00-08:30"]}]
            routes:
              - receivers: [team]
                quiet-hours: {time-intervals: [nights]}
                escalation: [{after: 15m, receivers: [lead]}]
                continue: true
              - {receivers: [pager], mute-time-intervals: [nights], repeat-interval: 2h}
            """;

    @TempDir
    private Path folder;

    private TakeOvers instances;

    @BeforeEach
    void start() {
        instances = new TakeOvers(folder);
    }

    @Test
    void takeOversAtEveryTurn_tellTheSameAsNone() throws Exception {
        List<String> without;
        try (SimulatedAlerting alone = new SimulatedAlerting(folder.resolve("alone"), ROUTES, RECEIVERS)) {
            without = play(alone, () -> {});
        }
        try (SimulatedAlerting paired = new SimulatedAlerting(instances::next, ROUTES, RECEIVERS)) {
            assertThat(play(paired, paired::restart)).isEqualTo(without);
        }

        assertThat(instances.count()).isGreaterThan(5);
        assertThat(without)
                .anyMatch(line -> line.startsWith("team: Quiet hours: 2 alerts"))
                .anyMatch(line -> line.startsWith("lead: CRITICAL, not acknowledged for 15 min"))
                .anyMatch(line -> line.startsWith("lead: Recovered"))
                .anyMatch(line -> line.startsWith("pager: "));
    }

    @Test
    void summaries_areKnownToTheNext_asFarAsTheyAreQueuedAndSent() {
        Outbox first = instances.next();
        first.summaries().setDone("weekly", NOW);
        first.summaries().add("daily", NOW, Summaries.daily(), List.of("team", "lead"), NOW);
        first.sent(first.take("lead").orElseThrow().sequence(), "ts", NOW);
        first.close();
        Outbox second = instances.next();

        assertThat(second.summaries().doneUntil()).isEqualTo(Map.of("daily", NOW, "weekly", NOW));
        assertThat(second.summaries().add("daily", NOW, Summaries.daily(), List.of("team", "lead"), NOW))
                .isZero();
        assertThat(second.take("lead")).isEmpty();
        assertThat(second.take("team").orElseThrow().summary()).contains(Summaries.daily());
        second.forgetBefore(NOW.plusSeconds(1));
        second.close();
        assertThat(instances.log().rows())
                .filteredOn(row -> row.table().equals("notification_summaries"))
                .hasSize(1);
    }

    @Test
    void summaryThatCannotBeRead_holdsUpNothing() {
        Outbox first = instances.next();
        first.summaries().add("daily", NOW, Summaries.daily(), List.of("team"), NOW);
        first.summaries().add("weekly", NOW, Summaries.daily(), List.of("team"), NOW);
        first.close();
        RowChange damaged = instances.log().rows().stream()
                .filter(row -> row.table().equals("notification_summaries"))
                .findFirst()
                .orElseThrow();
        Map<String, Object> columns = new HashMap<>(damaged.columns().orElseThrow());
        columns.put("body", "{");
        instances.log().open().append(List.of(new RowChange(damaged.table(), damaged.key(), Optional.of(columns))));
        Outbox second = instances.next();

        Notification unreadable = second.take("team").orElseThrow();
        second.sent(unreadable.sequence(), "ts", NOW);
        assertThat(Message.of(unreadable).note()).contains("the outbox cannot read what it made");
        assertThat(second.take("team").orElseThrow().summary()).contains(Summaries.daily());
        second.close();
    }

    private static List<String> play(SimulatedAlerting alerting, Runnable turn) throws InterruptedException {
        Alert nan = Alerts.nan("one");
        alerting.at(Duration.ZERO, nan, Alerts.oscillating("two"));
        turn.run();
        alerting.at(Duration.ofMinutes(10), Alerts.oscillating("three"));
        turn.run();
        alerting.until(Duration.ofMinutes(20));
        turn.run();
        alerting.at(Duration.ofMinutes(30), Alerts.resolved(nan));
        turn.run();
        alerting.until(Duration.ofHours(6));
        turn.run();
        alerting.until(Duration.ofHours(12));
        List<String> told = new ArrayList<>();
        for (String receiver : RECEIVERS) {
            alerting.told(receiver)
                    .forEach(sent -> told.add(receiver + ": " + Message.of(sent).title() + " at " + sent.sentAt()));
        }
        return told;
    }
}
