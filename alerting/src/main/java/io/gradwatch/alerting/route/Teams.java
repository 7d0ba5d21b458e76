package io.gradwatch.alerting.route;

import io.gradwatch.config.ConfigSection;
import io.gradwatch.schema.Alert;
import io.gradwatch.silence.NamePattern;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Teams and what is theirs.
 *
 * @param byName each team by its name
 */
public record Teams(Map<String, Team> byName) {

    /** No teams. */
    public static final Teams NONE = new Teams(Map.of());

    /**
     * A team.
     *
     * @param owners patterns of owners whose runs are the team's
     * @param projects patterns of projects whose runs are the team's
     */
    public record Team(List<NamePattern> owners, List<NamePattern> projects) {

        /** Every run is of this team. */
        static final Team ANY = new Team(List.of(NamePattern.ANY), List.of());

        boolean has(Alert alert) {
            return owners.stream().anyMatch(pattern -> pattern.matches(alert.getOwner()))
                    || projects.stream().anyMatch(pattern -> pattern.matches(alert.getProject()));
        }
    }

    /** Reads {@code teams}; problems are noted in the section. */
    public static Teams from(ConfigSection alerting) {
        ConfigSection section = alerting.section("teams");
        Map<String, Team> byName = new LinkedHashMap<>();
        for (String name : section.names()) {
            ConfigSection team = section.section(name);
            if (!team.has("owners") && !team.has("projects")) {
                section.problem(name, "must have owners or projects");
            }
            byName.put(name, new Team(patterns(team, "owners"), patterns(team, "projects")));
        }
        return new Teams(byName);
    }

    private static List<NamePattern> patterns(ConfigSection section, String key) {
        List<NamePattern> patterns = new ArrayList<>();
        for (String text : section.texts(key)) {
            try {
                patterns.add(NamePattern.of(text));
            } catch (IllegalArgumentException e) {
                section.problem(key, "has '" + text + "' but must be a list of " + NamePattern.EXPECTED);
            }
        }
        return patterns;
    }

    /** The team that {@code team} names, or any; an unknown one is a problem of the section. */
    public Team named(ConfigSection section, String name) {
        if (name == null) {
            return Team.ANY;
        }
        if (!byName.containsKey(name)) {
            String known =
                    byName.isEmpty() ? "there are no teams" : "the teams are " + String.join(", ", byName.keySet());
            section.problem("team", "was '" + name + "' but " + known);
        }
        return byName.getOrDefault(name, Team.ANY);
    }
}
