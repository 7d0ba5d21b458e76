package io.gradwatch.alerting.fleet;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Question to the fleet for the summary of a stretch of time.
 *
 * @param to not included
 * @param project that it is of; empty for all
 * @param teamProjects patterns of the projects of a team
 * @param teamOwners patterns of the owners of a team; with no pattern at all it is of all runs
 */
public record SummaryQuestion(
        Instant from, Instant to, Optional<String> project, List<String> teamProjects, List<String> teamOwners) {

    /** Path below the base of the fleet. */
    String path() {
        StringBuilder path =
                new StringBuilder("api/v1/summary?from=" + from.toEpochMilli() + "&to=" + to.toEpochMilli());
        project.ifPresent(name -> append(path, "project", name));
        teamProjects.forEach(pattern -> append(path, "team_project", pattern));
        teamOwners.forEach(pattern -> append(path, "team_owner", pattern));
        return path.toString();
    }

    private static void append(StringBuilder path, String parameter, String value) {
        path.append('&').append(parameter).append('=').append(URLEncoder.encode(value, StandardCharsets.UTF_8));
    }
}
