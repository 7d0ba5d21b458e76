package io.gradwatch.alerting.route;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A pattern of names: {@code *} stands for any text and {@code ?} for one character; a regular expression stands
 * between slashes, as in {@code /vision-(a|b)/}. The whole name must match; upper and lower case differ.
 */
public final class NamePattern {

    /** Matches every name. */
    public static final NamePattern ANY = new NamePattern("*", Pattern.compile("(?s).*"));

    /** Names come from jobs and may be of any length; no more of them is compared, in characters. */
    private static final int COMPARED_LENGTH = 500;

    private final String text;
    private final Pattern pattern;

    private NamePattern(String text, Pattern pattern) {
        this.text = text;
        this.pattern = pattern;
    }

    /**
     * Reads a pattern.
     *
     * @throws IllegalArgumentException when the regular expression is not one
     */
    public static NamePattern of(String text) {
        if (text.length() >= 2 && text.startsWith("/") && text.endsWith("/")) {
            try {
                return new NamePattern(text, Pattern.compile(text.substring(1, text.length() - 1), Pattern.DOTALL));
            } catch (PatternSyntaxException e) {
                throw new IllegalArgumentException("not a regular expression: " + e.getDescription(), e);
            }
        }
        return new NamePattern(text, Pattern.compile(globToRegex(text), Pattern.DOTALL));
    }

    boolean matches(String name) {
        return pattern.matcher(name.length() <= COMPARED_LENGTH ? name : name.substring(0, COMPARED_LENGTH))
                .matches();
    }

    @Override
    public String toString() {
        return text;
    }

    private static String globToRegex(String glob) {
        StringBuilder regex = new StringBuilder();
        glob.codePoints()
                .forEach(c -> regex.append(
                        switch (c) {
                            case '*' -> ".*";
                            case '?' -> ".";
                            default -> Pattern.quote(Character.toString(c));
                        }));
        return regex.toString();
    }
}
