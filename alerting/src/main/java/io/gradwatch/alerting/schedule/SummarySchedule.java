package io.gradwatch.alerting.schedule;

import io.gradwatch.alerting.fleet.SummaryQuestion;
import io.gradwatch.alerting.summary.FleetSummary;
import io.gradwatch.alerting.summary.Summary;
import io.gradwatch.alerting.summary.SummaryPeriod;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Set;

/**
 * Times at which a summary of the fleet is sent, by the calendar of a time zone. A time that the clock passes over when
 * it is put forward is as much later; one that it shows twice is the first of both.
 *
 * @param name that differs from those of others
 * @param at time of the day
 * @param days of the week, at least one
 * @param zone whose clock counts
 * @param receivers names of those who get it
 * @param scope whose runs it is of
 * @param skipEmpty true where nothing is sent when nothing broke and nothing became better
 */
public record SummarySchedule(
        String name,
        SummaryPeriod period,
        LocalTime at,
        Set<DayOfWeek> days,
        ZoneId zone,
        List<String> receivers,
        SummaryScope scope,
        boolean skipEmpty) {

    private static final int WEEK_DAYS = 7;
    private static final DateTimeFormatter TIME = DateTimeFormatter.ISO_OFFSET_DATE_TIME;

    /** The last time at which it was due, at {@code now} or before. */
    public Instant latestDue(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int back = -1; back <= WEEK_DAYS; back++) {
            Instant due = due(today.minusDays(back));
            if (isOn(today.minusDays(back)) && !due.isAfter(now)) {
                return due;
            }
        }
        throw new IllegalStateException("a schedule is due at least once a week");
    }

    /** The first time at which it is due after {@code now}. */
    public Instant nextDue(Instant now) {
        LocalDate today = now.atZone(zone).toLocalDate();
        for (int ahead = 0; ahead <= WEEK_DAYS + 1; ahead++) {
            Instant due = due(today.plusDays(ahead));
            if (isOn(today.plusDays(ahead)) && due.isAfter(now)) {
                return due;
            }
        }
        throw new IllegalStateException("a schedule is due at least once a week");
    }

    private boolean isOn(LocalDate day) {
        return days.contains(day.getDayOfWeek());
    }

    private Instant due(LocalDate day) {
        return ZonedDateTime.of(day, at, zone).toInstant();
    }

    /** Age at which one that was missed is sent no more. */
    Duration mostLate() {
        return Duration.ofDays(period.days());
    }

    /** The question for the summary that was due then: all since the time before. */
    SummaryQuestion question(Instant due) {
        return new SummaryQuestion(
                latestDue(due.minusMillis(1)), due, scope.project(), scope.teamProjects(), scope.teamOwners());
    }

    /** The summary that was due then, of an answer of the fleet. */
    Summary summary(Instant due, FleetSummary answer) {
        return summary(due, answer, "");
    }

    /** The word that the summary that was due then could not be made. */
    Summary missing(Instant due, String problem) {
        return summary(due, null, problem);
    }

    private Summary summary(Instant due, FleetSummary answer, String problem) {
        SummaryQuestion question = question(due);
        return new Summary(
                name,
                period,
                scope.words(),
                question.from().toEpochMilli(),
                question.to().toEpochMilli(),
                zone.getId(),
                answer,
                problem);
    }

    /** Such as "summary daily: next at 2026-12-02T09:00:00+01:00, to team". */
    public String sentence(Instant now) {
        return "summary " + name + ": next at " + TIME.format(nextDue(now).atZone(zone)) + ", to "
                + String.join(", ", receivers) + (scope.words().isEmpty() ? "" : ", of " + scope.words());
    }
}
