package io.gradwatch.regex;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.stream.Collectors;

/**
 * A regular expression that anybody may write: its time grows with its size times the length of the text, for every
 * expression. It has the <a href="https://github.com/google/re2/wiki/Syntax">syntax of RE2</a>, which has no lookaround
 * and no references to groups. Thread-safe.
 */
public final class LinearRegex {

    /** Parts of an expression with its repetitions written out, at most. Own choice: a match takes milliseconds. */
    private static final long MOST_PARTS = 5_000;

    private static final java.util.regex.Pattern COUNT =
            java.util.regex.Pattern.compile("\\{(\\d{1,9}),?(\\d{0,9})\\}");

    private final Pattern pattern;

    private LinearRegex(Pattern pattern) {
        this.pattern = pattern;
    }

    /** Property of an expression. */
    public enum Flag {
        /** Upper and lower case are the same. */
        IGNORES_CASE
    }

    /**
     * Reads an expression in which a dot also stands for the end of a line.
     *
     * @throws IllegalArgumentException with the reason, where it is none or too large
     */
    public static LinearRegex of(String regex, Flag... flags) {
        if (mostParts(regex) > MOST_PARTS) {
            throw new IllegalArgumentException("its repetitions make it longer than " + MOST_PARTS + " parts");
        }
        try {
            boolean ignoresCase = Set.of(flags).contains(Flag.IGNORES_CASE);
            return new LinearRegex(
                    Pattern.compile(regex, ignoresCase ? Pattern.DOTALL | Pattern.CASE_INSENSITIVE : Pattern.DOTALL));
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(e.getDescription(), e);
        } catch (StackOverflowError e) {
            throw new IllegalArgumentException("it is nested too deeply", e);
        }
    }

    /** The expression of a text in which {@code *} stands for any text and {@code ?} for one character. */
    public static LinearRegex ofGlob(String glob) {
        String regex = glob.codePoints()
                .mapToObj(c -> switch (c) {
                    case '*' -> ".*";
                    case '?' -> ".";
                    default -> Pattern.quote(Character.toString(c));
                })
                .collect(Collectors.joining());
        return new LinearRegex(Pattern.compile(regex, Pattern.DOTALL));
    }

    /** True where the whole text matches. */
    public boolean matches(String text) {
        return pattern.matcher(text).matches();
    }

    /** True where a part of the text matches. */
    public boolean isFoundIn(String text) {
        return pattern.matcher(text).find();
    }

    /** The expression in the syntax of RE2, in which a dot is to stand for the end of a line too. */
    public String regex() {
        return pattern.pattern();
    }

    /** Bound of the work of a match, in comparisons of a character. */
    public long work(String text) {
        return (long) pattern.programSize() * (text.length() + 1L);
    }

    /**
     * Bound of the parts: repetitions of a character or class add up, those of what is already repeated or in a group
     * may stand in each other and multiply.
     */
    private static long mostParts(String regex) {
        long single = 1;
        long nested = 1;
        for (MatchResult count : COUNT.matcher(regex).results().toList()) {
            long times = Math.max(1, Math.max(number(count.group(1)), number(count.group(2))));
            boolean repeats = count.start() > 0 && ")}*+?".indexOf(regex.charAt(count.start() - 1)) >= 0;
            single = repeats ? single : Math.max(single, times);
            nested = repeats ? Math.min(nested * times, MOST_PARTS + 1) : nested;
        }
        return regex.length() * single > MOST_PARTS ? regex.length() * single : regex.length() * single * nested;
    }

    private static long number(String digits) {
        return digits.isEmpty() ? 0 : Long.parseLong(digits);
    }
}
