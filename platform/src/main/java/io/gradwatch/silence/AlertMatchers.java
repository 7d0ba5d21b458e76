package io.gradwatch.silence;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.SilenceMatcher;
import java.util.List;

/** The matchers of a silence with their patterns read: they match an alert when all of them do. Thread-safe. */
public final class AlertMatchers {

    private final List<Matcher> matchers;

    private AlertMatchers(List<Matcher> matchers) {
        this.matchers = matchers;
    }

    /**
     * Reads matchers.
     *
     * @param matchers at least one, not all of which match an empty text
     * @throws IllegalArgumentException when they break a rule, with all that is wrong
     */
    public static AlertMatchers of(List<SilenceMatcher> matchers) {
        List<String> problems = SilenceRules.problems(matchers);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("a silence " + String.join("; ", problems));
        }
        return new AlertMatchers(matchers.stream()
                .map(matcher -> new Matcher(matcher.getField(), NamePattern.of(matcher.getPattern())))
                .toList());
    }

    /** True where all of them match, whatever the time. */
    public boolean match(AlertLabels alert) {
        return matchers.stream().allMatch(matcher -> matcher.matches(alert));
    }

    /** True where all of them match, whatever the time. */
    public boolean match(Alert alert) {
        return match(AlertLabels.of(alert));
    }

    /** A matcher with its pattern read. */
    private record Matcher(MatcherField field, NamePattern pattern) {

        boolean matches(AlertLabels alert) {
            return switch (field) {
                case RUN -> pattern.matches(alert.runName()) || pattern.matches(alert.runId());
                case PROJECT -> pattern.matches(alert.project());
                case OWNER -> pattern.matches(alert.owner());
                case CLASS -> pattern.matches(alert.alertClass());
                case DETECTOR -> pattern.matches(alert.detector());
                case SEVERITY -> pattern.matches(SilenceRules.label(alert.severity()));
                case UNKNOWN -> false;
            };
        }
    }
}
