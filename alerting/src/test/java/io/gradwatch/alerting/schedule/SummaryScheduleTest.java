package io.gradwatch.alerting.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import io.gradwatch.alerting.fleet.SummaryQuestion;
import io.gradwatch.alerting.summary.SummaryPeriod;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SummaryScheduleTest {

    private static final Set<DayOfWeek> EVERY_DAY = EnumSet.allOf(DayOfWeek.class);

    @Test
    void times_followTheClockOfTheZone_overTheEndOfSummerTime() {
        SummarySchedule daily = schedule(SummaryPeriod.DAY, "09:00", EVERY_DAY, "Europe/Berlin");

        assertThat(dues(daily, "2026-10-23T12:00:00Z", 3))
                .containsExactly("2026-10-24T07:00:00Z", "2026-10-25T08:00:00Z", "2026-10-26T08:00:00Z");
        SummaryQuestion question = daily.question(Instant.parse("2026-10-25T08:00:00Z"));
        assertThat(question.from()).isEqualTo("2026-10-24T07:00:00Z");
        assertThat(question.to()).isEqualTo("2026-10-25T08:00:00Z");
    }

    @Test
    void timeThatTheClockShowsTwice_isDueOnce_andOneThatItPassesOver_isDueLater() {
        SummarySchedule night = schedule(SummaryPeriod.DAY, "02:30", EVERY_DAY, "Europe/Berlin");

        assertThat(dues(night, "2026-10-24T12:00:00Z", 2))
                .containsExactly("2026-10-25T00:30:00Z", "2026-10-26T01:30:00Z");
        assertThat(dues(night, "2026-03-28T12:00:00Z", 2))
                .containsExactly("2026-03-29T01:30:00Z", "2026-03-30T00:30:00Z");
        assertThat(night.latestDue(Instant.parse("2026-03-29T01:30:00Z"))).isEqualTo("2026-03-29T01:30:00Z");
    }

    @Test
    void weekdays_leaveTheOthersOut_andTheNextIsOfAllSinceTheLast() {
        SummarySchedule working =
                schedule(SummaryPeriod.DAY, "09:00", EnumSet.range(DayOfWeek.MONDAY, DayOfWeek.FRIDAY), "UTC");

        // 2026-11-27 is a Friday.
        assertThat(dues(working, "2026-11-26T10:00:00Z", 2))
                .containsExactly("2026-11-27T09:00:00Z", "2026-11-30T09:00:00Z");
        assertThat(working.question(Instant.parse("2026-11-30T09:00:00Z")).from())
                .isEqualTo("2026-11-27T09:00:00Z");
        assertThat(working.latestDue(Instant.parse("2026-11-29T23:00:00Z"))).isEqualTo("2026-11-27T09:00:00Z");
    }

    @Test
    void week_isOfSevenDays_alsoRightBeforeItsTime() {
        SummarySchedule weekly = schedule(SummaryPeriod.WEEK, "09:00", Set.of(DayOfWeek.MONDAY), "Pacific/Kiritimati");
        Instant due = weekly.nextDue(Instant.parse("2026-11-25T00:00:00Z"));

        assertThat(due).isEqualTo("2026-11-29T19:00:00Z");
        assertThat(weekly.latestDue(due)).isEqualTo(due);
        assertThat(weekly.latestDue(due.minusMillis(1))).isEqualTo("2026-11-22T19:00:00Z");
        assertThat(weekly.nextDue(due)).isEqualTo("2026-12-06T19:00:00Z");
    }

    private static List<String> dues(SummarySchedule schedule, String after, int count) {
        List<String> dues = new ArrayList<>();
        Instant at = Instant.parse(after);
        for (int i = 0; i < count; i++) {
            at = schedule.nextDue(at);
            dues.add(at.toString());
        }
        return dues;
    }

    static SummarySchedule schedule(SummaryPeriod period, String at, Set<DayOfWeek> days, String zone) {
        return new SummarySchedule(
                "daily",
                period,
                LocalTime.parse(at),
                days,
                ZoneId.of(zone),
                List.of("team", "post"),
                SummaryScope.ALL,
                false);
    }
}
