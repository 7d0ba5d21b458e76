package io.gradwatch.alerting.group;

import java.time.Duration;

/**
 * Intervals between the messages of a group.
 *
 * @param groupWait from the first change to the message, so that what belongs together becomes one; zero or more
 * @param groupInterval least time between two messages of an incident, but for one that turns critical; zero or more
 * @param repeatInterval after which alerts that are still firing and critical are told again; zero means never
 * @param causeWindow for how long after its last alert of a cause an incident takes in those of other runs; zero keeps
 *     runs apart
 */
public record GroupTiming(Duration groupWait, Duration groupInterval, Duration repeatInterval, Duration causeWindow) {

    /** After which an incident takes in no other run, unless the configuration says otherwise. Own choice. */
    public static final Duration CAUSE_WINDOW = Duration.ofMinutes(10);

    /** A digest of the backlog is told once nothing more came for this long. Own choice. */
    public static final Duration DIGEST_SETTLE = Duration.ofSeconds(10);

    /** A digest waits no longer than this. Own choice. */
    public static final Duration DIGEST_LONGEST = Duration.ofMinutes(5);

    /** Most that the interval between messages about one cause grows to. Own choice. */
    private static final Duration LONGEST_FOLLOW_UP = Duration.ofHours(1);

    private static final int MOST_DOUBLINGS = 10;

    /** The same with another interval of repeats. */
    public GroupTiming withRepeatInterval(Duration interval) {
        return new GroupTiming(groupWait, groupInterval, interval, causeWindow);
    }

    /**
     * Least time between two messages about a cause that several runs share: twice the interval after the first, and
     * double after each, up to an hour.
     *
     * @param messages that were sent about it, at least 1
     */
    Duration followUpInterval(int messages) {
        Duration grown = groupInterval.multipliedBy(1L << Math.min(Math.max(messages, 1), MOST_DOUBLINGS));
        Duration most = LONGEST_FOLLOW_UP.compareTo(groupInterval) > 0 ? LONGEST_FOLLOW_UP : groupInterval;
        return grown.compareTo(most) > 0 ? most : grown;
    }

    /** For how long an incident is remembered after its last message. */
    Duration memory() {
        return LONGEST_FOLLOW_UP.plus(groupInterval).plus(causeWindow);
    }
}
