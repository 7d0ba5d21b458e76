package io.gradwatch.alerting.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.fleet.FleetAddress;
import io.gradwatch.alerting.fleet.FleetSummaries;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.summary.SummaryPeriod;
import io.gradwatch.alerting.testing.LoopbackHttp;
import io.gradwatch.alerting.testing.ManualClock;
import io.gradwatch.alerting.testing.Summaries;
import io.gradwatch.config.Secret;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Summaries with a clock of hand, an outbox on the disk and a fleet on the loopback address. */
abstract class SimulatedSummaries {

    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
    static final String TOKEN = "reader-token-0123456789";

    @TempDir
    private Path folder;

    final LoopbackHttp fleet = new LoopbackHttp(0) {
        @Override
        protected Trouble.Answer answer(Request request) {
            return answer(200, answer);
        }
    };
    volatile String answer = Summaries.ANSWER;
    final AlertingMetrics metrics = new AlertingMetrics();
    ManualClock clock = new ManualClock(START);
    SummarySchedule schedule = daily();
    Outbox outbox;
    ScheduledSummaries summaries;

    @BeforeEach
    void open() {
        outbox = Outbox.open(folder);
        summaries = new ScheduledSummaries(
                List.of(schedule),
                outbox,
                new FleetSummaries(() -> Optional.of(new FleetAddress(fleet.at("/"), Optional.of(new Secret(TOKEN))))),
                new BackOff(Duration.ofSeconds(1), Duration.ofMinutes(5), new Random(1)),
                metrics,
                clock);
    }

    @AfterEach
    void close() {
        outbox.close();
        fleet.close();
    }

    void restart() {
        outbox.close();
        open();
    }

    void until(String end) throws InterruptedException {
        Instant last = Instant.parse(end);
        Optional<Instant> next = summaries.seeToDue();
        while (next.isPresent() && !next.get().isAfter(last)) {
            assertThat(next.get()).isAfter(clock.instant());
            clock.advanceTo(next.get());
            next = summaries.seeToDue();
        }
        clock.advanceTo(last);
    }

    /** Notifications of a receiver since the last call, as they arrive. */
    List<Notification> sent(String receiver) {
        List<Notification> sent = new ArrayList<>();
        Optional<Notification> next = outbox.take(receiver);
        while (next.isPresent()) {
            outbox.sent(next.get().sequence(), "ref", clock.instant());
            sent.add(next.get());
            next = outbox.take(receiver);
        }
        return sent;
    }

    private static SummarySchedule daily() {
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        return SummaryScheduleTest.schedule(SummaryPeriod.DAY, "09:00", days, "UTC");
    }
}
