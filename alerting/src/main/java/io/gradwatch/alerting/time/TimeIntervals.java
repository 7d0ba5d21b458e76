package io.gradwatch.alerting.time;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The time intervals that the configuration names.
 *
 * @param byName each by its name
 */
public record TimeIntervals(Map<String, TimeInterval> byName) {

    /** No time intervals. */
    public static final TimeIntervals NONE = new TimeIntervals(Map.of());

    /** Longest time that is looked ahead for the end of an interval; one that goes on is taken to end then. */
    public static final Duration LONGEST = Duration.ofDays(400);

    /** Days that are looked through for an end: most end within a week. */
    private static final int[] HORIZONS_DAYS = {8, 62, 400};

    private static final List<String> WEEKDAYS =
            List.of("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday");
    private static final List<String> MONTHS = List.of(
            "january",
            "february",
            "march",
            "april",
            "may",
            "june",
            "july",
            "august",
            "september",
            "october",
            "november",
            "december");

    private static final ConfigKey<String> NAME = ConfigKey.text("name", null, "Name of the interval, for the routes.");
    private static final ConfigKey<ZoneId> LOCATION = new ConfigKey<>(
            "location",
            "a time zone such as Europe/Berlin",
            ZoneId.of("UTC"),
            "Time zone whose clock counts.",
            TimeIntervals::zone);

    /** Reads {@code time-intervals}; problems are noted in the section. */
    public static TimeIntervals from(ConfigSection alerting) {
        Map<String, TimeInterval> byName = new LinkedHashMap<>();
        for (ConfigSection section : alerting.list("time-intervals")) {
            String name = section.require(NAME);
            TimeInterval interval = interval(String.valueOf(name), section);
            if (name != null && byName.put(name, interval) != null) {
                section.problem("name", "was '" + name + "' but must differ from the names of other intervals");
            }
        }
        return new TimeIntervals(byName);
    }

    private static TimeInterval interval(String name, ConfigSection section) {
        return new TimeInterval(
                name,
                ranges(section, "times", "times such as 09:00-17:00 or 20:00-08:00", ClockRange::of),
                ranges(
                        section,
                        "weekdays",
                        "weekdays such as sunday or monday:friday",
                        text -> NumberRange.of(text, day -> NumberRange.named(day, WEEKDAYS), 1, WEEKDAYS.size())),
                ranges(
                        section,
                        "days-of-month",
                        "days such as 1:5 or, from the end, -3:-1",
                        text -> NumberRange.of(text, Integer::parseInt, -31, 31)),
                ranges(
                        section,
                        "months",
                        "months such as december or 1:3",
                        text -> NumberRange.of(text, month -> NumberRange.named(month, MONTHS), 1, MONTHS.size())),
                section.get(LOCATION));
    }

    private static <T> List<T> ranges(ConfigSection section, String key, String expected, Function<String, T> reading) {
        List<T> ranges = new ArrayList<>();
        for (String text : section.texts(key)) {
            try {
                ranges.add(reading.apply(text));
            } catch (IllegalArgumentException e) {
                section.problem(key, "has '" + text + "' but must be a list of " + expected);
            }
        }
        return ranges;
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(text, e);
        }
    }

    /** The intervals that a list names; names that are not known are problems of its section. */
    public List<TimeInterval> named(ConfigSection section, String key) {
        List<TimeInterval> named = new ArrayList<>();
        for (String name : section.texts(key)) {
            if (byName.containsKey(name)) {
                named.add(byName.get(name));
            } else {
                String known = byName.isEmpty()
                        ? "there are no time-intervals"
                        : "the time-intervals are " + String.join(", ", byName.keySet());
                section.problem(key, "has '" + name + "' but " + known);
            }
        }
        return List.copyOf(named);
    }

    /**
     * First time, from an instant on, at which it does not hold; {@link #LONGEST} later where it always does.
     *
     * @param holds changes only where one of the intervals begins or ends
     */
    public static Instant endOf(Predicate<Instant> holds, List<TimeInterval> intervals, Instant from) {
        if (!holds.test(from)) {
            return from;
        }
        for (int days : HORIZONS_DAYS) {
            for (Instant boundary : boundaries(intervals, from, days)) {
                if (boundary.isAfter(from) && !holds.test(boundary)) {
                    return boundary;
                }
            }
        }
        return from.plus(LONGEST);
    }

    private static TreeSet<Instant> boundaries(List<TimeInterval> intervals, Instant from, int days) {
        TreeSet<Instant> boundaries = new TreeSet<>();
        for (TimeInterval interval : intervals) {
            for (int day = 0; day <= days; day++) {
                boundaries.addAll(interval.boundaries(from, day));
            }
        }
        return boundaries;
    }
}
