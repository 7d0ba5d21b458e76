package io.gradwatch.alerting.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.message.Message;
import io.gradwatch.alerting.metrics.AlertingMetrics.Count;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.alerting.summary.SummaryPeriod;
import io.gradwatch.alerting.testing.ManualClock;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Times at which summaries are sent. */
class ScheduledSummariesTest extends SimulatedSummaries {

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
}
