package io.gradwatch.alerting.time;

import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;

/**
 * Numbers of days or months, both ends within.
 *
 * @param first lower end; below zero it counts from the end of a month
 * @param last upper end
 */
record NumberRange(int first, int last) {

    /**
     * Reads a name or a number, or two with a colon between.
     *
     * @param number of a name, from {@code least} to {@code most}
     * @throws IllegalArgumentException when it is none
     */
    static NumberRange of(String text, ToIntFunction<String> number, int least, int most) {
        String[] ends = text.strip().toLowerCase(Locale.ROOT).split(":", -1);
        int first = number.applyAsInt(ends[0].strip());
        int last = number.applyAsInt(ends[ends.length - 1].strip());
        boolean within = first >= least && last <= most && first != 0 && last != 0;
        boolean ordered = first <= last || (first > 0 && last < 0);
        if (ends.length > 2 || !within || !ordered) {
            throw new IllegalArgumentException(text);
        }
        return new NumberRange(first, last);
    }

    /** Number of a name in a list, from 1, or of a numeral. */
    static int named(String text, List<String> names) {
        int index = names.indexOf(text);
        return index >= 0 ? index + 1 : Integer.parseInt(text);
    }

    /** @param length numbers that there are, to which those below zero are added */
    boolean contains(int number, int length) {
        return number >= fromEnd(first, length) && number <= fromEnd(last, length);
    }

    private static int fromEnd(int number, int length) {
        return number < 0 ? Math.max(1, length + 1 + number) : number;
    }
}
