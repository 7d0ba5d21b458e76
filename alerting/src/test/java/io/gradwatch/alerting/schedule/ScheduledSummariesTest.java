package io.gradwatch.alerting.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.deliver.BackOff;
import io.gradwatch.alerting.fleet.FleetAddress;
import io.gradwatch.alerting.fleet.FleetSummaries;
import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
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
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Summaries with a clock of hand, an outbox on the disk and a fleet on the loopback address. */
class ScheduledSummariesTest {

    private static final Instant START = Instant.parse("2026-11-23T03:00:00Z");
    private static final String TOKEN = "reader-token-0123456789";

    @TempDir
    private Path folder;

    private final LoopbackHttp fleet = new LoopbackHttp(0) {
        @Override
        protected Trouble.Answer answer(Request request) {
            return answer(200, answer);
        }
    };
    private volatile String answer = Summaries.ANSWER;
    private final AlertingMetrics metrics = new AlertingMetrics();
    private ManualClock clock = new ManualClock(START);
    private SummarySchedule schedule = daily();
    private Outbox outbox;
    private ScheduledSummaries summaries;

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

    @Test
    void summary_isSentToEachReceiver_onceWhenItIsDue() throws Exception {
        assertThat(summaries.seeToDue()).contains(Instant.parse("2026-11-23T09:00:00Z"));
        assertThat(sent("team")).isEmpty();
        until("2026-11-24T10:00:00Z");

        List<Notification> team = sent("team");
        assertThat(team).hasSize(2);
        assertThat(sent("post")).hasSize(2);
        assertThat(team.get(0).summary().orElseThrow().from()).isEqualTo("2026-11-22T09:00:00Z");
        assertThat(team.get(1).summary().orElseThrow().from()).isEqualTo("2026-11-23T09:00:00Z");
        assertThat(Message.of(team.get(0)).title()).startsWith("Daily summary: Loss is NaN in 2 runs and 1 other kind");
        assertThat(team.get(0).key()).isNotEqualTo(team.get(1).key());
        assertThat(fleet.received())
                .allMatch(request -> request.headers().get("Authorization").equals("Bearer " + TOKEN))
                .extracting(request -> request.address().toString())
                .containsExactly(
                        "/api/v1/summary?from=1795338000000&to=1795424400000",
                        "/api/v1/summary?from=1795424400000&to=1795510800000");
        assertThat(metrics.count(Count.SUMMARIES)).isEqualTo(4);
    }

    @Test
    void teamAndProject_areAskedFor() throws Exception {
        schedule = new SummarySchedule(
                "daily",
                schedule.period(),
                schedule.at(),
                schedule.days(),
                schedule.zone(),
                List.of("team"),
                new SummaryScope("team a&b", Optional.of("llm 7b"), List.of("llm-*", "/v(is|oc)/"), List.of("ada&x=1")),
                false);
        restart();
        until("2026-11-23T10:00:00Z");

        assertThat(fleet.received().get(0).address().getRawQuery())
                .endsWith(
                        "&project=llm+7b&team_project=llm-*&team_project=%2Fv%28is%7Coc%29%2F&team_owner=ada%26x%3D1");
        assertThat(Message.of(sent("team").get(0)).title()).startsWith("Daily summary of team a&b: ");
    }

    @Test
    void restarts_sendNothingTwice_andOfWhatTheyMissed_theLast() throws Exception {
        summaries.seeToDue();
        restart();
        until("2026-11-23T09:30:00Z");
        restart();
        until("2026-11-23T09:40:00Z");
        assertThat(sent("team")).hasSize(1);

        clock.advanceTo(Instant.parse("2026-11-26T20:00:00Z"));
        restart();
        until("2026-11-26T20:10:00Z");
        restart();
        until("2026-11-26T20:20:00Z");

        assertThat(sent("team"))
                .singleElement()
                .satisfies(late -> assertThat(late.summary().orElseThrow().to()).isEqualTo("2026-11-26T09:00:00Z"));
    }

    @Test
    void summaryThatWaits_isNotTakenBackBySilences() throws Exception {
        summaries.seeToDue();
        until("2026-11-23T09:30:00Z");

        assertThat(outbox.takeBack(alert -> true)).isEmpty();
        assertThat(sent("team")).hasSize(1);
    }

    @Test
    void newSchedule_beginsWithItsNextTime_alsoWhereThatIsMissed() throws Exception {
        summaries.seeToDue();
        assertThat(fleet.requests()).isZero();

        clock.advanceTo(Instant.parse("2026-11-23T11:00:00Z"));
        restart();
        summaries.seeToDue();

        assertThat(sent("team")).hasSize(1);
    }

    @Test
    void summaryThatIsOlderThanItsPeriod_isNotSent() throws Exception {
        schedule = SummaryScheduleTest.schedule(
                SummaryPeriod.DAY, "09:00", EnumSet.of(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "UTC");
        restart();
        summaries.seeToDue();
        clock.advanceTo(Instant.parse("2026-11-26T12:00:00Z"));
        restart();
        assertThat(summaries.seeToDue()).contains(Instant.parse("2026-11-27T09:00:00Z"));

        assertThat(sent("team")).isEmpty();
        assertThat(fleet.requests()).isZero();
    }

    @Test
    void fleetThatIsDown_isWaitedFor() throws Exception {
        summaries.seeToDue();
        fleet.breakDown(LoopbackHttp.answer(503, "{}"));
        until("2026-11-23T14:00:00Z");
        assertThat(sent("team")).isEmpty();
        assertThat(summaries.trouble())
                .contains("summaries wait for the fleet: daily: the fleet answers with status 503");
        assertThat(fleet.requests()).isBetween(50, 200);

        fleet.recover();
        until("2026-11-23T14:10:00Z");
        assertThat(sent("team"))
                .singleElement()
                .satisfies(one -> assertThat(one.summary().orElseThrow().to()).isEqualTo("2026-11-23T09:00:00Z"));
        assertThat(summaries.trouble()).isEmpty();
    }

    @Test
    void fleetThatStaysDown_isSaidInTheEnd_alsoOverRestarts() throws Exception {
        summaries.seeToDue();
        fleet.breakDown(LoopbackHttp.answer(503, "{}"));
        until("2026-11-23T12:00:00Z");
        restart();
        until("2026-11-23T15:30:00Z");

        Notification told = sent("team").get(0);
        assertThat(Message.of(told).title()).isEqualTo("Daily summary: the fleet could not be asked");
        assertThat(Message.of(told).note()).contains("the fleet answers with status 503");
        assertThat(sent("post")).hasSize(1);
        until("2026-11-24T08:00:00Z");
        assertThat(sent("team")).isEmpty();
        assertThat(summaries.trouble()).isEmpty();
    }

    @Test
    void answerThatIsNoSummary_isWaitedOut() throws Exception {
        summaries.seeToDue();
        answer = "<html>";
        until("2026-11-23T09:01:00Z");
        assertThat(sent("team")).isEmpty();
        answer = Summaries.ANSWER;
        until("2026-11-23T09:10:00Z");

        assertThat(sent("team")).hasSize(1);
    }

    @Test
    void nullsInAnAnswer_areLeftOut_andAnEarlierFaultIsNamed() throws Exception {
        summaries.seeToDue();
        answer = """
                {"runs": null, "gpu_hours_lost": 0.0, "faults": [null], "results": [null], "worst_runs": [null,
                  {"run": "r", "name": null, "project": "", "owner": "", "outcome": "running", "classes": "nan",
                   "gpu_hours_lost": 0.0, "open": true}]}
                """;
        until("2026-11-23T09:10:00Z");

        assertThat(sent("team"))
                .singleElement()
                .satisfies(sent -> assertThat(Message.of(sent).title()).endsWith("earlier faults go on in 1 run"));
    }

    @Test
    void quietDay_isOneLine_orNothingWhereThatIsWanted() throws Exception {
        answer = Summaries.QUIET;
        summaries.seeToDue();
        until("2026-11-23T10:00:00Z");
        assertThat(Message.of(sent("team").get(0)).title()).isEqualTo("Daily summary: nothing broke");

        schedule = new SummarySchedule(
                "daily",
                schedule.period(),
                schedule.at(),
                schedule.days(),
                schedule.zone(),
                schedule.receivers(),
                schedule.scope(),
                true);
        restart();
        until("2026-11-24T10:00:00Z");
        assertThat(fleet.requests()).isEqualTo(2);
        answer = Summaries.ANSWER;
        until("2026-11-25T10:00:00Z");
        assertThat(sent("team")).hasSize(1);
    }

    @Test
    void clockThatIsSetBack_sendsNothingTwice_andOneThatWasWrong_endsNothing() throws Exception {
        summaries.seeToDue();
        until("2026-11-23T10:00:00Z");
        assertThat(sent("team")).hasSize(1);
        clock = new ManualClock(Instant.parse("2026-11-23T08:59:00Z"));
        restart();
        until("2026-11-23T10:00:00Z");
        assertThat(sent("team")).isEmpty();

        clock = new ManualClock(Instant.parse("2030-01-01T10:00:00Z"));
        restart();
        summaries.seeToDue();
        assertThat(sent("team")).hasSize(1);
        clock = new ManualClock(Instant.parse("2026-11-24T08:00:00Z"));
        restart();
        until("2026-11-24T10:00:00Z");
        assertThat(sent("team")).hasSize(1);
    }

    @Test
    void zoneThatIsChanged_sendsOneForEachTimeThatIsDue() throws Exception {
        summaries.seeToDue();
        until("2026-11-23T10:00:00Z");
        assertThat(sent("team")).hasSize(1);
        schedule = SummaryScheduleTest.schedule(
                SummaryPeriod.DAY, "09:00", EnumSet.allOf(DayOfWeek.class), "Europe/Berlin");
        restart();
        until("2026-11-24T07:59:00Z");
        assertThat(sent("team")).isEmpty();
        until("2026-11-24T08:01:00Z");

        assertThat(sent("team")).hasSize(1);
        assertThat(schedule.zone()).isEqualTo(ZoneId.of("Europe/Berlin"));
    }

    @Test
    void notification_endsWithItsRetention_andWithIt_whatItSays() throws Exception {
        summaries.seeToDue();
        until("2026-11-23T10:00:00Z");
        sent("team");
        sent("post");

        outbox.forgetBefore(Instant.parse("2026-12-23T10:00:00Z"));
        assertThat(outbox.countByStatus()).isEmpty();
        assertThat(outbox.summaries().doneUntil()).containsOnlyKeys("daily");
    }

    private void restart() {
        outbox.close();
        open();
    }

    private void until(String end) throws InterruptedException {
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
    private List<Notification> sent(String receiver) {
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
