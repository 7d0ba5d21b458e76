package io.gradwatch.alerting.route;

import io.gradwatch.alerting.time.TimeInterval;
import io.gradwatch.alerting.time.TimeIntervals;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Severity;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Times at which a route does not tell at once. It keeps what it wants, and tells it when they end.
 *
 * @param mute intervals in which it tells nothing
 * @param active intervals outside of which it tells nothing; none means always
 * @param quiet intervals in which it tells only what is urgent, and the rest as one digest
 * @param urgent least severity that is told in quiet hours
 */
record RouteTimes(List<TimeInterval> mute, List<TimeInterval> active, List<TimeInterval> quiet, Severity urgent) {

    /** Always at once. */
    static final RouteTimes ALWAYS = new RouteTimes(List.of(), List.of(), List.of(), Severity.INFO);

    private static final ConfigKey<Severity> URGENT = ConfigKey.choice(
            "severity", Severity.class, Severity.CRITICAL, "Least severity that is told in quiet hours.");

    /**
     * Reasons of a route to tell a change later.
     *
     * @param until when it is told
     * @param digest true where it is told in a digest of all that came in quiet hours
     */
    record Hold(Instant until, boolean digest) {}

    /** Reads the times of a route; problems are noted in its section. */
    static RouteTimes from(ConfigSection route, TimeIntervals intervals) {
        ConfigSection quiet = route.section("quiet-hours");
        List<TimeInterval> quietIntervals = intervals.named(quiet, "time-intervals");
        if (route.has("quiet-hours") && quiet.texts("time-intervals").isEmpty()) {
            quiet.problem("time-intervals", "is missing; it must be a list of names of time-intervals");
        }
        return new RouteTimes(
                intervals.named(route, "mute-time-intervals"),
                intervals.named(route, "active-time-intervals"),
                quietIntervals,
                quiet.get(URGENT));
    }

    /** The hold of a change of this severity; empty where it is told at once. */
    Optional<Hold> hold(Severity severity, Instant now) {
        if (!muted(now) && !quiet(severity, now)) {
            return Optional.empty();
        }
        List<TimeInterval> all =
                Stream.of(mute, active, quiet).flatMap(List::stream).toList();
        Instant until = TimeIntervals.endOf(at -> muted(at) || quiet(severity, at), all, now);
        return Optional.of(new Hold(until, quiet(severity, now) || quiet(severity, until.minusMillis(1))));
    }

    private boolean muted(Instant at) {
        return covered(mute, at) || (!active.isEmpty() && !covered(active, at));
    }

    private boolean quiet(Severity severity, Instant at) {
        return severity.compareTo(urgent) < 0 && covered(quiet, at);
    }

    private static boolean covered(List<TimeInterval> intervals, Instant at) {
        return intervals.stream().anyMatch(interval -> interval.covers(at));
    }
}
