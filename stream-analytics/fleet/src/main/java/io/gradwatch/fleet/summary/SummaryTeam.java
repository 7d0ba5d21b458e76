package io.gradwatch.fleet.summary;

import io.gradwatch.silence.NamePattern;
import java.util.List;

/**
 * Team whose runs are summed up: those whose project or owner matches one of the patterns.
 *
 * @param projects patterns of projects
 * @param owners patterns of owners
 */
public record SummaryTeam(List<NamePattern> projects, List<NamePattern> owners) {

    /** Every run. */
    public static final SummaryTeam ALL = new SummaryTeam(List.of(), List.of());

    /** True where it is every run. */
    boolean isAll() {
        return projects.isEmpty() && owners.isEmpty();
    }
}
