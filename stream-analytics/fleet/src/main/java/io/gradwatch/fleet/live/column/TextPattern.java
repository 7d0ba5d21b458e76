package io.gradwatch.fleet.live.column;

import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Pattern of texts: {@code *} stands for any text and {@code ?} for one character; a regular expression stands between
 * slashes. Each use counts on the budget of its query.
 */
public final class TextPattern {

    /** Description of a pattern, for messages. */
    public static final String EXPECTED =
            "at most 500 characters: a text with * and ?, or a regular expression between slashes";

    private static final int MOST_CHARACTERS = 500;

    private final Pattern pattern;
    private final SearchBudget budget;

    private TextPattern(Pattern pattern, SearchBudget budget) {
        this.pattern = pattern;
        this.budget = budget;
    }

    /** True where the text is a regular expression between slashes. */
    public static boolean isExpression(String text) {
        return text.length() >= 2 && text.startsWith("/") && text.endsWith("/");
    }

    /**
     * A pattern that upper and lower case matter to.
     *
     * @throws IllegalArgumentException when the regular expression is not one
     */
    static TextPattern of(String text, SearchBudget budget) {
        return new TextPattern(
                isExpression(text) ? compiled(inner(text), 0) : Pattern.compile(ofGlob(bounded(text)), Pattern.DOTALL),
                budget);
    }

    /**
     * A regular expression between slashes, whatever the case of the letters.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static TextPattern search(String text, SearchBudget budget) {
        return new TextPattern(compiled(inner(text), Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE), budget);
    }

    /** True where the whole text matches. */
    boolean matches(String text) {
        try {
            return pattern.matcher(budget.text(text)).matches();
        } catch (StackOverflowError e) {
            return false;
        }
    }

    /** True where a part of the text matches. */
    public boolean isFoundIn(String text) {
        try {
            return pattern.matcher(budget.text(text)).find();
        } catch (StackOverflowError e) {
            return false;
        }
    }

    private static String inner(String text) {
        return text.substring(1, text.length() - 1);
    }

    private static Pattern compiled(String regex, int flags) {
        try {
            return Pattern.compile(bounded(regex), flags | Pattern.DOTALL);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("a regular expression: " + e.getDescription(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("a regular expression that is not nested so deeply", e);
        }
    }

    private static String bounded(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return text;
    }

    private static String ofGlob(String glob) {
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
