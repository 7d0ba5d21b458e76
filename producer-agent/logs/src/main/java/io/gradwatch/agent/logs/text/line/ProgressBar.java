package io.gradwatch.agent.logs.text.line;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Drawn progress bars in a line: blocks, and arrows or dots in brackets. */
final class ProgressBar {

    private static final String FILLING = "=>.#-* \u2588";
    private static final String DRAWN = "#-=>.";
    private static final int FEWEST_DRAWN = 8;
    private static final int FEWEST_BLOCKS = 2;
    private static final int FEWEST_IN_BRACKETS = 5;

    /** {@code 31/62 0:00:06 . 0:00:06}, as Rich sets out what is done, the time and what is left of it. */
    private static final Pattern TIMED =
            Pattern.compile("\\d{1,9}/\\d{1,9}\\s{1,9}\\d{1,3}:[\\d:]{2,9}\\s\u2022\\s[\\d:-]{4,12}");

    /** {@code [====== 31/62 ===>]}: what is done stands in the middle of the bar. */
    private static final Pattern COUNTED = Pattern.compile("[=>.#*-]{4,200} (\\d{1,9})/(\\d{1,9}) [=>.#*-]{0,200}]");

    private ProgressBar() {}

    /** True if a bar stands in the line that may have no block yet: only its times tell. */
    static boolean isTimed(String line) {
        return line.indexOf('\u2022') > 0 && TIMED.matcher(line).find();
    }

    /** The end, with its bar, of {@code |#### |} behind how much is done; 0 where there is none. */
    static int endBetweenBars(String line, int start) {
        int before = start - 2;
        while (before >= 0 && line.charAt(before) == ' ') {
            before--;
        }
        if (before < 0 || line.charAt(before) != ')' && line.charAt(before) != '%') {
            return 0;
        }
        return endOfFilling(line, start, '|');
    }

    /** True if the character is a block of one. */
    static boolean isBlock(char c) {
        return c >= '\u2501' && c <= '\u259f' && c != '\u2502' && c != '\u2503';
    }

    /** The end of the blocks that begin there. */
    static int endOfBlocks(String line, int start) {
        int end = start;
        while (end < line.length() && isBlock(line.charAt(end))) {
            end++;
        }
        return end;
    }

    /** True if blocks are a bar, and no ornament: several, or one behind {@code 5%|}. */
    static boolean isBar(String line, int start, int end) {
        return end - start >= FEWEST_BLOCKS || line.lastIndexOf("%|", start) >= Math.max(0, start - 3);
    }

    /** True if a bar of hashes and dashes begins there: a long one behind words, before a number. */
    static boolean isDrawn(String line, int start) {
        char c = line.charAt(start);
        if (start == 0 || DRAWN.indexOf(c) < 0 || line.charAt(start - 1) != ' ') {
            return false;
        }
        int end = endOfDrawn(line, start);
        return end - start >= FEWEST_DRAWN && end < line.length() && LineMarks.isBeforeNumber(line, end);
    }

    static int endOfDrawn(String line, int start) {
        int end = start;
        while (end < line.length() && DRAWN.indexOf(line.charAt(end)) >= 0) {
            end++;
        }
        return end;
    }

    /** The end, with its bracket, of {@code [=====>.....]}; 0 where there is none behind an opening bracket. */
    static int endInBrackets(String line, int start) {
        return endOfFilling(line, start, ']');
    }

    /** What is done, with the end of the bar that it stands in; empty where no bar begins behind an opening bracket. */
    static Optional<FractionText> countInBrackets(String line, int start) {
        Matcher bar = COUNTED.matcher(line).region(start, line.length());
        return bar.lookingAt()
                ? Optional.of(
                        new FractionText(bar.end(), Double.parseDouble(bar.group(1)), Double.parseDouble(bar.group(2))))
                : Optional.empty();
    }

    private static int endOfFilling(String line, int start, char closing) {
        int end = start;
        while (end < line.length() && FILLING.indexOf(line.charAt(end)) >= 0) {
            end++;
        }
        boolean closed = end < line.length() && line.charAt(end) == closing;
        return closed && end - start >= FEWEST_IN_BRACKETS ? end + 1 : 0;
    }
}
