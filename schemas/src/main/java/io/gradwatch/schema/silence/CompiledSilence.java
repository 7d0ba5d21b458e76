package io.gradwatch.schema.silence;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Silence;
import java.util.List;

/** A silence with its patterns read. */
record CompiledSilence(Silence silence, List<Matcher> matchers) {

    /** @throws IllegalArgumentException when the silence breaks a rule, with all that is wrong */
    static CompiledSilence of(Silence silence) {
        List<String> problems = SilenceRules.problems(silence);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("a silence " + String.join("; ", problems));
        }
        return new CompiledSilence(
                silence,
                silence.getMatchers().stream()
                        .map(matcher -> new Matcher(matcher.getField(), NamePattern.of(matcher.getPattern())))
                        .toList());
    }

    /** Whether all matchers match, at whatever time. */
    boolean matches(Alert alert) {
        return matchers.stream().allMatch(matcher -> matcher.matches(alert));
    }

    /** A matcher with its pattern read. */
    record Matcher(MatcherField field, NamePattern pattern) {

        boolean matches(Alert alert) {
            return switch (field) {
                case RUN -> pattern.matches(alert.getRunName()) || pattern.matches(alert.getRunId());
                case PROJECT -> pattern.matches(alert.getProject());
                case OWNER -> pattern.matches(alert.getOwner());
                case CLASS -> pattern.matches(alert.getAlertClass());
                case DETECTOR -> pattern.matches(alert.getDetector());
                case SEVERITY -> pattern.matches(SilenceRules.label(alert.getSeverity()));
                case UNKNOWN -> false;
            };
        }
    }
}
