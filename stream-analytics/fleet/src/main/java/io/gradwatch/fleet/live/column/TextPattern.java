package io.gradwatch.fleet.live.column;

import io.gradwatch.regex.LinearRegex;

/**
 * Pattern of texts: {@code *} stands for any text and {@code ?} for one character; a regular expression stands between
 * slashes. Each use counts on the budget of its query.
 */
public final class TextPattern {

    /** Description of a pattern, for messages. */
    public static final String EXPECTED =
            "at most 500 characters: a text with * and ?, or a regular expression between slashes";

    private static final int MOST_CHARACTERS = 500;

    private final LinearRegex regex;
    private final SearchBudget budget;

    private TextPattern(LinearRegex regex, SearchBudget budget) {
        this.regex = regex;
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
        return new TextPattern(isExpression(text) ? expression(text) : LinearRegex.ofGlob(bounded(text)), budget);
    }

    /**
     * A regular expression between slashes, whatever the case of the letters.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static TextPattern search(String text, SearchBudget budget) {
        return new TextPattern(expression(text, LinearRegex.Flag.IGNORES_CASE), budget);
    }

    /** True where the whole text matches. */
    boolean matches(String text) {
        budget.spend(regex.work(text));
        return regex.matches(text);
    }

    /** True where a part of the text matches. */
    public boolean isFoundIn(String text) {
        budget.spend(regex.work(text));
        return regex.isFoundIn(text);
    }

    private static LinearRegex expression(String text, LinearRegex.Flag... flags) {
        String inner = bounded(text.substring(1, text.length() - 1));
        try {
            return LinearRegex.of(inner, flags);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("a regular expression: " + e.getMessage(), e);
        }
    }

    private static String bounded(String text) {
        if (text.length() > MOST_CHARACTERS) {
            throw new IllegalArgumentException(EXPECTED);
        }
        return text;
    }
}
