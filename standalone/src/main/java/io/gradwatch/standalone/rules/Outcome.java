package io.gradwatch.standalone.rules;

import io.gradwatch.schema.Alert;
import io.gradwatch.standalone.replay.ReplayedAlert;
import io.gradwatch.standalone.replay.ReplayedRun;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Differences between the alerts of a run and the expected ones.
 *
 * @param run its name
 * @param missing expected but did not come
 * @param unexpected came first of an alert that nothing expects; empty where others are allowed
 * @param problem reason why the log was not read to its end
 */
record Outcome(String run, List<Expectation> missing, List<Alert> unexpected, Optional<String> problem) {

    static Outcome of(ExpectedRun expected, ReplayedRun run) {
        List<Alert> came = run.alerts().stream().map(ReplayedAlert::alert).toList();
        Set<String> meant = came.stream()
                .filter(alert -> expected.expected().stream().anyMatch(one -> one.matches(alert)))
                .map(Alert::getId)
                .collect(Collectors.toSet());
        return new Outcome(
                run.runId(),
                expected.expected().stream()
                        .filter(one -> came.stream().noneMatch(one::matches))
                        .toList(),
                came.stream()
                        .filter(alert -> alert.getRevision() == 0 && !expected.othersAllowed())
                        .filter(alert -> !meant.contains(alert.getId()))
                        .toList(),
                run.problem());
    }

    /** True where all is as expected. */
    boolean passed() {
        return missing.isEmpty() && unexpected.isEmpty() && problem.isEmpty();
    }
}
