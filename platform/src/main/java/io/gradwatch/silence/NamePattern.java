package io.gradwatch.silence;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;

/**
 * A pattern of names: {@code *} stands for any text and {@code ?} for one character; a regular expression stands
 * between slashes, as in {@code /vision-(a|b)/}. The whole name must match; upper and lower case differ.
 *
 * <p>Patterns and names may come from anybody: a pattern that takes too long on a name does not match it.
 */
public final class NamePattern {

    /** Matches every name. */
    public static final NamePattern ANY = new NamePattern("*", Pattern.compile("(?s).*"));

    /** Description of a pattern, for messages. */
    public static final String EXPECTED = "a name with * and ?, or a regular expression between slashes";

    /** Names come from jobs and may be of any length; no more of them is compared, in characters. */
    private static final int COMPARED_LENGTH = 500;

    /** Characters that one match may look at, again and again: some milliseconds. An own choice. */
    private static final int LOOKS = 200_000;

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
            } catch (StackOverflowError e) {
                throw new IllegalArgumentException("not a regular expression: it is nested too deeply", e);
            }
        }
        return new NamePattern(text, Pattern.compile(globToRegex(text), Pattern.DOTALL));
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
        String compared = name.length() <= COMPARED_LENGTH ? name : name.substring(0, COMPARED_LENGTH);
        try {
            return pattern.matcher(new CountedText(compared)).matches();
        } catch (TooManyLooks | StackOverflowError e) {
            return false;
        }
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

    /** A name that ends a match which looks at it too often. */
    private static final class CountedText implements CharSequence {

        private final String text;
        private int looks;

        CountedText(String text) {
            this.text = text;
        }

        @Override
        public char charAt(int index) {
            if (++looks > LOOKS) {
                throw new TooManyLooks();
            }
            return text.charAt(index);
        }

        @Override
        public int length() {
            return text.length();
        }

        @Override
        public CharSequence subSequence(int start, int end) {
            return text.substring(start, end);
        }

        @Override
        public String toString() {
            return text;
        }
    }

    /** A pattern that backtracks too much. */
    private static final class TooManyLooks extends RuntimeException {

        private static final long serialVersionUID = 1L;

        TooManyLooks() {
            super(null, null, false, false);
        }
    }
}
