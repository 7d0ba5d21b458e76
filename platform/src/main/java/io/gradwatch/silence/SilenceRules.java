package io.gradwatch.silence;

import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.AnnotationKind;
import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Rules of silences and acknowledgements. Writers refuse one that breaks them, and readers leave it out. All numbers
 * are own choices; as with Alertmanager, a silence always ends and cannot mute everything by mistake.
 */
public final class SilenceRules {

    /** From the start of a silence to its end, at most. */
    public static final Duration LONGEST = Duration.ofDays(30);

    /** Matchers of a silence, at most. */
    public static final int MATCHERS = 20;

    /** Length of a pattern, at most, characters. */
    public static final int PATTERN_LENGTH = 500;

    /** Length of the name of a person, at most, characters. */
    public static final int NAME_LENGTH = 200;

    /** Silences that a reader keeps, at most; where there are more, those that end last. */
    public static final int MOST_SILENCES = 10_000;

    /** Acknowledgements that a reader keeps, at most; where there are more, the latest. */
    public static final int MOST_ACKNOWLEDGEMENTS = 100_000;

    /** Annotations that a reader keeps, at most; where there are more, the latest. */
    public static final int MOST_ANNOTATIONS = 20_000;

    /** Length of a comment, at most, characters. */
    public static final int COMMENT_LENGTH = 1_000;

    /** Length of the id of a silence or an alert, at most, characters. */
    public static final int ID_LENGTH = 300;

    private SilenceRules() {}

    /** All that is wrong with a silence, a sentence each; empty when it can be used. */
    public static List<String> problems(Silence silence) {
        List<String> problems = new ArrayList<>();
        checkId("id", silence.getId(), problems);
        checkMatchers(silence.getMatchers(), problems);
        checkLength("createdBy", silence.getCreatedBy(), NAME_LENGTH, problems);
        checkLength("comment", silence.getComment(), COMMENT_LENGTH, problems);
        checkTimes(silence.getStartsAtMillis(), silence.getEndsAtMillis(), silence.getExpired(), problems);
        return problems;
    }

    /** All that is wrong with the matchers of a silence, a sentence each; empty when they can be used. */
    public static List<String> problems(List<SilenceMatcher> matchers) {
        List<String> problems = new ArrayList<>();
        checkMatchers(matchers, problems);
        return problems;
    }

    /** All that is wrong with an acknowledgement, a sentence each; empty when it can be used. */
    public static List<String> problems(Acknowledgement acknowledgement) {
        List<String> problems = new ArrayList<>();
        checkId("alertId", acknowledgement.getAlertId(), problems);
        checkLength("by", acknowledgement.getBy(), NAME_LENGTH, problems);
        checkLength("comment", acknowledgement.getComment(), COMMENT_LENGTH, problems);
        checkLength("via", acknowledgement.getVia(), NAME_LENGTH, problems);
        return problems;
    }

    /** All that is wrong with an annotation, a sentence each; empty when it can be used. */
    public static List<String> problems(AlertAnnotation annotation) {
        List<String> problems = new ArrayList<>();
        checkId("alertId", annotation.getAlertId(), problems);
        checkId("id", annotation.getId(), problems);
        checkLength("by", annotation.getBy(), NAME_LENGTH, problems);
        checkLength("via", annotation.getVia(), NAME_LENGTH, problems);
        checkLength("text", annotation.getText(), COMMENT_LENGTH, problems);
        checkLength("assignee", annotation.getAssignee(), NAME_LENGTH, problems);
        if (annotation.getKind() == AnnotationKind.COMMENT
                && annotation.getText().isBlank()) {
            problems.add("text must have 1 to " + COMMENT_LENGTH + " characters but has none");
        }
        if (annotation.getKind() == AnnotationKind.ASSIGNMENT
                && annotation.getAssignee().isBlank()) {
            problems.add("assignee must have 1 to " + NAME_LENGTH + " characters but has none");
        }
        if (annotation.getKind() == AnnotationKind.USEFULNESS
                && (annotation.getUseful() == null || annotation.getBy().isBlank())) {
            problems.add("a vote must say whether the alert was useful, and who says so");
        }
        return problems;
    }

    /** Key of an annotation in its topic. */
    public static String key(AlertAnnotation annotation) {
        String place =
                annotation.getAlertId() + "/" + annotation.getKind().name().toLowerCase(Locale.ROOT);
        return switch (annotation.getKind()) {
            case ASSIGNMENT -> place;
            case USEFULNESS -> place + "/" + annotation.getBy();
            case COMMENT, UNKNOWN -> place + "/" + annotation.getId();
        };
    }

    /** The name of a field of a matcher, as people write it. */
    public static String label(MatcherField field) {
        return field.name().toLowerCase(Locale.ROOT);
    }

    /** The name of a severity, as matchers see it. */
    public static String label(Severity severity) {
        return severity.name().toLowerCase(Locale.ROOT);
    }

    private static void checkMatchers(List<SilenceMatcher> matchers, List<String> problems) {
        if (matchers.isEmpty() || matchers.size() > MATCHERS) {
            problems.add("has " + matchers.size() + " matchers but must have 1 to " + MATCHERS);
            return;
        }
        int before = problems.size();
        matchers.forEach(matcher -> checkMatcher(matcher, problems));
        if (problems.size() == before
                && matchers.stream()
                        .allMatch(
                                matcher -> NamePattern.of(matcher.getPattern()).matches(""))) {
            problems.add("every matcher also matches an empty text, so that nearly everything would be silenced");
        }
    }

    private static void checkMatcher(SilenceMatcher matcher, List<String> problems) {
        String name = label(matcher.getField());
        String pattern = matcher.getPattern();
        if (pattern.isEmpty() || pattern.length() > PATTERN_LENGTH) {
            problems.add(name + " must have 1 to " + PATTERN_LENGTH + " characters but has " + pattern.length());
            return;
        }
        try {
            NamePattern compiled = NamePattern.of(pattern);
            if (matcher.getField() == MatcherField.SEVERITY
                    && Arrays.stream(Severity.values()).noneMatch(value -> compiled.matches(label(value)))) {
                problems.add(name + " was '" + pattern + "' but must match one of info, warning, critical");
            }
        } catch (IllegalArgumentException e) {
            problems.add(name + " was '" + pattern + "' but must be " + NamePattern.EXPECTED + ": " + e.getMessage());
        }
    }

    private static void checkTimes(long starts, long ends, boolean expired, List<String> problems) {
        if (starts < 0 || ends < starts || (ends == starts && !expired)) {
            problems.add("must end after it starts");
        } else if (ends - starts > LONGEST.toMillis()) {
            problems.add("must end within " + LONGEST.toDays() + " days of its start");
        }
    }

    private static void checkId(String name, String id, List<String> problems) {
        if (id.isBlank() || id.length() > ID_LENGTH) {
            problems.add(name + " must have 1 to " + ID_LENGTH + " characters but has " + id.length());
        }
    }

    private static void checkLength(String name, String text, int most, List<String> problems) {
        if (text.length() > most) {
            problems.add(name + " must have at most " + most + " characters but has " + text.length());
        }
    }
}
