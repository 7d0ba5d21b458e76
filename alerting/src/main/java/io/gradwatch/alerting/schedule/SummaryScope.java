package io.gradwatch.alerting.schedule;

import io.gradwatch.alerting.route.Teams;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.silence.NamePattern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Runs that a summary is of.
 *
 * @param words such as "team language, project llm-7b"; empty for all runs
 * @param project name of their project; empty for all
 * @param teamProjects patterns of the projects of their team
 * @param teamOwners patterns of the owners of their team
 */
record SummaryScope(String words, Optional<String> project, List<String> teamProjects, List<String> teamOwners) {

    static final ConfigKey<String> PROJECT =
            ConfigKey.text("project", null, "Name of the project whose runs are summed up.");
    static final ConfigKey<String> TEAM = ConfigKey.text("team", null, "Name of the team whose runs are summed up.");

    /** Patterns of a kind that the fleet takes in one question. */
    private static final int MOST_PATTERNS = 50;

    /** All runs. */
    static final SummaryScope ALL = new SummaryScope("", Optional.empty(), List.of(), List.of());

    /** Reads {@code team} and {@code project}; problems are noted in the section. */
    static SummaryScope from(ConfigSection section, Teams teams) {
        String teamName = section.get(TEAM);
        Optional<String> project = Optional.ofNullable(section.get(PROJECT));
        List<String> words = new ArrayList<>();
        List<NamePattern> projects = List.of();
        List<NamePattern> owners = List.of();
        if (teamName != null) {
            Teams.Team team = teams.named(section, teamName);
            words.add("team " + teamName);
            projects = team.projects();
            owners = team.owners();
            if (projects.size() > MOST_PATTERNS || owners.size() > MOST_PATTERNS) {
                section.problem(
                        TEAM.name(),
                        "was '" + teamName + "' but a summary takes at most " + MOST_PATTERNS
                                + " patterns of projects and " + MOST_PATTERNS + " of owners");
            }
        }
        project.ifPresent(name -> words.add("project " + name));
        return new SummaryScope(String.join(", ", words), project, texts(projects), texts(owners));
    }

    private static List<String> texts(List<NamePattern> patterns) {
        return patterns.stream().map(NamePattern::toString).toList();
    }
}
