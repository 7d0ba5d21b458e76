package io.gradwatch.alerting.time;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.time.zone.ZoneOffsetTransition;
import java.time.zone.ZoneRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Time that comes again by the calendar; all parts that are given must hold.
 *
 * @param name in the routes
 * @param times of a day; none means all day
 * @param weekdays from Monday, 1, to Sunday, 7; none means all
 * @param daysOfMonth from 1, or from -1, the last, backwards; none means all
 * @param months from January, 1; none means all
 * @param location whose clock counts
 */
public record TimeInterval(
        String name,
        List<ClockRange> times,
        List<NumberRange> weekdays,
        List<NumberRange> daysOfMonth,
        List<NumberRange> months,
        ZoneId location) {

    private static final int DAYS_OF_A_WEEK = 7;
    private static final int MONTHS_OF_A_YEAR = 12;

    /** True where it is that time. */
    public boolean covers(Instant instant) {
        ZonedDateTime local = instant.atZone(location);
        int minute = local.getHour() * 60 + local.getMinute();
        return (times.isEmpty() || times.stream().anyMatch(range -> range.contains(minute)))
                && contain(weekdays, local.getDayOfWeek().getValue(), DAYS_OF_A_WEEK)
                && contain(
                        daysOfMonth, local.getDayOfMonth(), local.toLocalDate().lengthOfMonth())
                && contain(months, local.getMonthValue(), MONTHS_OF_A_YEAR);
    }

    private static boolean contain(List<NumberRange> ranges, int number, int length) {
        return ranges.isEmpty() || ranges.stream().anyMatch(range -> range.contains(number, length));
    }

    /** Times at which it may begin or end on a day that is {@code days} after that of the instant. */
    List<Instant> boundaries(Instant instant, int days) {
        LocalDate date = instant.atZone(location).toLocalDate().plusDays(days);
        List<Instant> boundaries = new ArrayList<>();
        boundaries.addAll(at(date, 0));
        for (ClockRange range : times) {
            boundaries.addAll(at(date, range.fromMinute()));
            boundaries.addAll(at(date, range.toMinute()));
        }
        return boundaries;
    }

    /** Instants of a minute of a day: two, and the change of the clock, where the clock shows it twice. */
    private List<Instant> at(LocalDate date, int minute) {
        LocalDateTime local =
                date.plusDays(minute / ClockRange.DAY).atStartOfDay().plusMinutes(minute % ClockRange.DAY);
        ZoneRules rules = location.getRules();
        List<Instant> instants = new ArrayList<>();
        rules.getValidOffsets(local).forEach(offset -> instants.add(local.toInstant(offset)));
        ZoneOffsetTransition change = rules.getTransition(local);
        if (change != null) {
            instants.add(change.getInstant());
        }
        return instants;
    }
}
