package io.gradwatch.silence;

import io.gradwatch.regex.LinearRegex;
import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * A pattern of names: {@code *} stands for any text and {@code ?} for one character; a regular expression stands
 * between slashes, as in {@code /vision-(a|b)/}. The whole name must match; upper and lower case differ. Patterns and
 * names may come from anybody.
 */
public final class NamePattern {

    /** Matches every name. */
    public static final NamePattern ANY = new NamePattern("*", LinearRegex.ofGlob("*"));

    /** Description of a pattern, for messages. */
    public static final String EXPECTED = "a name with * and ?, or a regular expression between slashes";

    /** Names come from jobs and may be of any length; no more of them is compared, in characters. */
    private static final int COMPARED_LENGTH = 500;

    private final String text;
    private final LinearRegex regex;

    private NamePattern(String text, LinearRegex regex) {
        this.text = text;
        this.regex = regex;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when the regular expression is not one or too large
     */
    public static NamePattern of(String text) {
        boolean expression = text.length() >= 2 && text.startsWith("/") && text.endsWith("/");
        try {
            return new NamePattern(
                    text, expression ? LinearRegex.of(text.substring(1, text.length() - 1)) : LinearRegex.ofGlob(text));
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("not a regular expression: " + e.getMessage(), e);
        }
    }

    /** Text of a pattern that matches exactly these names; at least one. */
    public static String anyOf(Collection<String> names) {
        boolean plain = names.size() == 1 && names.iterator().next().matches("[^*?/]+");
        return plain
                ? names.iterator().next()
                : names.stream().map(Pattern::quote).collect(Collectors.joining("|", "/", "/"));
    }

    /** True where the whole name matches. */
    public boolean matches(String name) {
        return regex.matches(name.length() <= COMPARED_LENGTH ? name : name.substring(0, COMPARED_LENGTH));
    }

    /** The pattern as a regular expression in the syntax of RE2, which must match the whole name. */
    public String regex() {
        return regex.regex();
    }

    @Override
    public String toString() {
        return text;
    }
}
