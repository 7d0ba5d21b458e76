package io.gradwatch.alerting.time;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Minutes of a day.
 *
 * @param fromMinute first minute since midnight
 * @param toMinute minute after the last, at most {@value #DAY}; before {@code fromMinute} where the range goes over
 *     midnight
 */
record ClockRange(int fromMinute, int toMinute) {

    static final int DAY = 24 * 60;

    private static final Pattern FORM = Pattern.compile("(\\d{1,2}):(\\d{2})-(\\d{1,2}):(\\d{2})");

    /**
     * Reads a range such as {@code 09:00-17:00}; one such as {@code 20:00-08:00} is both ends of a day.
     *
     * @throws IllegalArgumentException when it is none
     */
    static ClockRange of(String text) {
        Matcher parts = FORM.matcher(text.strip());
        if (!parts.matches()) {
            throw new IllegalArgumentException(text);
        }
        int from = minute(parts.group(1), parts.group(2));
        int to = minute(parts.group(3), parts.group(4));
        if (from == to || from == DAY) {
            throw new IllegalArgumentException(text);
        }
        return new ClockRange(from, to);
    }

    private static int minute(String hour, String minute) {
        int minutes = Integer.parseInt(hour) * 60 + Integer.parseInt(minute);
        if (Integer.parseInt(minute) > 59 || minutes > DAY) {
            throw new IllegalArgumentException(hour + ":" + minute);
        }
        return minutes;
    }

    boolean contains(int minute) {
        return fromMinute < toMinute
                ? minute >= fromMinute && minute < toMinute
                : minute >= fromMinute || minute < toMinute;
    }
}
