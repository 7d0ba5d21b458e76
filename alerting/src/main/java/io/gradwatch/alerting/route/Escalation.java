package io.gradwatch.alerting.route;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Severity;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Receivers who are told of an alert that nobody acknowledges.
 *
 * @param severity least severity of the alerts
 * @param levels one after another
 */
public record Escalation(Severity severity, List<Level> levels) {

    /** Tells nobody else. */
    public static final Escalation NONE = new Escalation(Severity.CRITICAL, List.of());

    static final ConfigKey<Severity> SEVERITY = ConfigKey.choice(
            "escalation-severity", Severity.class, Severity.CRITICAL, "Least severity of alerts that escalate.");

    private static final ConfigKey<Duration> AFTER = ConfigKey.duration(
            "after", null, Duration.ofMinutes(1), "After which the receivers are told, since people were first told.");

    /**
     * A level.
     *
     * @param after since people were first told of the alert
     * @param receivers names of the receivers
     */
    public record Level(Duration after, List<String> receivers) {}

    /** Reads {@code escalation} of a route; problems are noted in its section. */
    static Escalation from(ConfigSection route, List<String> known) {
        List<Level> levels = new ArrayList<>();
        for (ConfigSection section : route.list("escalation")) {
            Duration after = section.require(AFTER);
            List<String> receivers = AlertRoute.receivers(section, known);
            Duration before = levels.isEmpty()
                    ? Duration.ZERO
                    : levels.get(levels.size() - 1).after();
            if (after != null && after.compareTo(before) <= 0) {
                section.problem("after", "must be longer than that of the level before");
            }
            levels.add(new Level(after == null ? before.plusMinutes(1) : after, receivers));
        }
        return new Escalation(route.get(SEVERITY), List.copyOf(levels));
    }

    /** Receivers of the levels, a line for each; the same for two escalations that tell the same people. */
    public String names() {
        return levels.stream()
                .map(level -> String.join(", ", level.receivers()))
                .collect(Collectors.joining("\n"));
    }

    boolean leadsTo(String receiver) {
        return levels.stream().anyMatch(level -> level.receivers().contains(receiver));
    }
}
