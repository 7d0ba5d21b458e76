package io.gradwatch.alerting.route;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.inhibit.AlertPattern;
import io.gradwatch.alerting.time.TimeIntervals;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Severity;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Sends the alerts that match to receivers; all parts of the match must hold.
 *
 * @param pattern of the alerts
 * @param teams whose alerts they are: all of them
 * @param receivers names of the receivers
 * @param continues true where later routes are asked as well; otherwise the first that matches is the last
 * @param times at which it does not tell at once
 * @param repeatInterval after which alerts that still fire are told again, zero for never; empty for whenever the group
 *     repeats them
 * @param escalation receivers who are told when nobody acknowledges
 */
public record AlertRoute(
        AlertPattern pattern,
        List<Teams.Team> teams,
        List<String> receivers,
        boolean continues,
        RouteTimes times,
        Optional<Duration> repeatInterval,
        Escalation escalation) {

    static final ConfigKey<Severity> SEVERITY =
            ConfigKey.choice("severity", Severity.class, Severity.WARNING, "The least severity that the route wants.");
    static final ConfigKey<String> TEAM = ConfigKey.text("team", null, "Name of the team whose runs they are.");
    static final ConfigKey<Boolean> CONTINUE =
            ConfigKey.flag("continue", false, "Whether later routes are asked as well once this one matched.");
    static final ConfigKey<Duration> REPEAT_INTERVAL = ConfigKey.duration(
                    "repeat-interval",
                    null,
                    Duration.ZERO,
                    "After which critical alerts that still fire are told again; 0s means never.")
            .that(interval -> interval.isZero() || interval.compareTo(Duration.ofMinutes(1)) >= 0, "or at least 1m");

    /** A route for every alert of at least this severity. */
    public static AlertRoute atLeast(Severity severity, List<String> receivers, boolean continues) {
        return of(new AlertPattern(severity, Map.of()), receivers, continues);
    }

    /** A route that tells at once, and nobody else later. */
    static AlertRoute of(AlertPattern pattern, List<String> receivers, boolean continues) {
        return new AlertRoute(
                pattern, List.of(), receivers, continues, RouteTimes.ALWAYS, Optional.empty(), Escalation.NONE);
    }

    /** Reads a route; problems are noted in its section. */
    static AlertRoute from(ConfigSection section, List<String> known, Teams teams, TimeIntervals intervals) {
        ConfigSection match = section.section("match");
        return new AlertRoute(
                AlertPattern.from(match, SEVERITY),
                List.of(teams.named(match, match.get(TEAM))),
                receivers(section, known),
                section.get(CONTINUE),
                RouteTimes.from(section, intervals),
                Optional.ofNullable(section.get(REPEAT_INTERVAL)),
                Escalation.from(section, known));
    }

    /** Reads a list of receivers; an empty one, and names that are not known, are problems. */
    static List<String> receivers(ConfigSection section, List<String> known) {
        List<String> receivers = section.texts("receivers");
        if (receivers.isEmpty()) {
            section.problem("receivers", "must be a list of at least one receiver");
        }
        for (String name : receivers) {
            if (!known.contains(name)) {
                section.problem("receivers", "has '" + name + "' but the receivers are " + String.join(", ", known));
            }
        }
        return receivers;
    }

    /** True for the alerts that it wants, by the worst severity that each had. */
    boolean matches(AlertChange change) {
        return pattern.matches(change.alert(), change.severity())
                && teams.stream().allMatch(team -> team.has(change.alert()));
    }

    /** True where a receiver is told by it, at once or later. */
    boolean leadsTo(String receiver) {
        return receivers.contains(receiver) || escalation.leadsTo(receiver);
    }

    AlertRoute withRepeatInterval(Duration standard) {
        Duration interval = repeatInterval.orElse(standard);
        return new AlertRoute(pattern, teams, receivers, continues, times, Optional.of(interval), escalation);
    }

    /** The same for alerts of a team alone. */
    AlertRoute limitedTo(Teams.Team team) {
        List<Teams.Team> all = Stream.concat(teams.stream(), Stream.of(team)).toList();
        return new AlertRoute(pattern, all, receivers, continues, times, repeatInterval, escalation);
    }
}
