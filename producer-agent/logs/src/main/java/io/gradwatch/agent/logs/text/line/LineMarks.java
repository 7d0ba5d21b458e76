package io.gradwatch.agent.logs.text.line;

import java.util.Set;

/** Characters around a place in a line. */
public final class LineMarks {

    private static final Set<String> LEADING = Set.of("[", "(", "#");

    private LineMarks() {}

    static int afterBlanks(String line, int from) {
        int next = from;
        while (next < line.length() && line.charAt(next) == ' ') {
            next++;
        }
        return next;
    }

    /** True for a digit that Java reads in a number; those of other scripts it does not read. */
    public static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** The end of the digits that begin there. */
    static int afterDigits(String line, int from) {
        int end = from;
        while (end < line.length() && isDigit(line.charAt(end))) {
            end++;
        }
        return end;
    }

    /**
     * The place behind {@code loss>} in {@code train loss <loss>=2.5}, which only says again what the number is; the
     * same place where there is none.
     */
    static int afterPlaceholder(String line, int from) {
        int end = from;
        while (end < line.length() && Character.isLetter(line.charAt(end))) {
            end++;
        }
        return end > from && line.startsWith(">=", end) ? end + 1 : from;
    }

    /** True if a letter, a digit or an underscore stands before it. */
    static boolean isJoined(String line, int at) {
        return at > 0 && (Character.isLetterOrDigit(line.charAt(at - 1)) || line.charAt(at - 1) == '_');
    }

    public static boolean startsNumber(String line, int at) {
        char c = line.charAt(at);
        if (c >= '0' && c <= '9') {
            return true;
        }
        char next = at + 1 < line.length() ? line.charAt(at + 1) : ' ';
        if (c == '.') {
            return next >= '0' && next <= '9' && !isJoined(line, at);
        }
        if (c == '-' || c == '+') {
            boolean digit = next >= '0' && next <= '9' || next == '.';
            return (digit || NumberText.wordNumber(line, at + 1) > 0) && !isJoined(line, at);
        }
        return !isJoined(line, at) && NumberText.wordNumber(line, at) > 0;
    }

    /** True if a number follows, perhaps behind blanks. */
    static boolean isBeforeNumber(String line, int at) {
        int next = afterBlanks(line, at);
        return next < line.length()
                && (isDigit(line.charAt(next)) || line.charAt(next) == '-' || NumberText.wordNumber(line, next) > 0);
    }

    /** True if a word in brackets says more of a name: {@code lr(Cosine): 0.1}. */
    static boolean isRemark(String line, int from, int close) {
        boolean assigned = close > from && close + 1 < line.length() && ":=".indexOf(line.charAt(close + 1)) >= 0;
        return assigned && line.substring(from, close).chars().allMatch(Character::isLetter);
    }

    /** True if another bracket with a fraction follows: the first of two counts epochs. */
    static boolean opensAnother(String line, int at) {
        return line.startsWith("][", at) || line.startsWith("] [", at);
    }

    /** True if the bracket around it stands directly behind another one. */
    static boolean isInSecondBracket(String line, int at) {
        int open = line.lastIndexOf('[', at - 1);
        return open > 0 && line.charAt(open - 1) == ']';
    }

    /** True if the number that ends there leads the line and counts it: {@code [10]}, {@code 10:}, {@code 10 steps}. */
    static boolean isLeadingCount(String line, int end) {
        int start = end - 1;
        while (start >= 0 && isDigit(line.charAt(start))) {
            start--;
        }
        String before = line.substring(0, start + 1).strip();
        if (!before.isEmpty() && !LEADING.contains(before)) {
            return false;
        }
        char next = end < line.length() ? line.charAt(end) : ' ';
        return next == ']'
                || next == ')' && before.equals("(")
                || before.equals("#")
                || next == ':'
                || line.startsWith(" [", end)
                || line.startsWith("  ", end)
                || isCountedBehind(line, end);
    }

    /** {@code 100 steps | loss}: the word that counts stands behind. */
    private static boolean isCountedBehind(String line, int at) {
        int from = afterBlanks(line, at);
        int end = from < line.length() && Character.isLetter(line.charAt(from)) ? LineWords.end(line, from) : from;
        String word = line.substring(from, end);
        return (CountWords.isStep(word) || CountWords.isEpoch(word)) && end < line.length();
    }
}
