package io.gradwatch.agent.logs.names;

import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Numbers as logs write them. */
public final class LoggedNumber {

    /** No number that a program prints is longer. */
    private static final int LONGEST = 400;

    /** A count with its end: {@code 10/200} is iteration 10 of 200. */
    private static final Pattern OF_ALL = Pattern.compile("\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*/\\s*(\\d{1,15})\\s*");

    private LoggedNumber() {}

    /** A decimal number, or nan, inf or infinity in any case and with any sign; empty where the text is none. */
    public static OptionalDouble parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST) {
            return OptionalDouble.empty();
        }
        char last = text.charAt(text.length() - 1);
        if ((last >= '0' && last <= '9') || last == '.') {
            return decimal(text);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan", "+nan", "-nan" -> OptionalDouble.of(Double.NaN);
            case "inf", "+inf", "infinity", "+infinity" -> OptionalDouble.of(Double.POSITIVE_INFINITY);
            case "-inf", "-infinity" -> OptionalDouble.of(Double.NEGATIVE_INFINITY);
            default -> OptionalDouble.empty();
        };
    }

    /** True if a text says that there is no value. */
    static boolean isNothing(String text) {
        return switch (text.strip().toLowerCase(Locale.ROOT)) {
            case "",
                    "-",
                    "--",
                    "---",
                    "none",
                    "null",
                    "nil",
                    "n/a",
                    "#n/a",
                    "na",
                    "<na>",
                    "undefined",
                    "no log",
                    "?",
                    "*" -> true;
            default -> false;
        };
    }

    /** The number as a step: whole, from 0, exact in a double; empty where it is none. */
    public static OptionalLong step(double number) {
        boolean whole = number >= 0 && number <= (1L << 53) && number == Math.rint(number);
        return whole ? OptionalLong.of((long) number) : OptionalLong.empty();
    }

    /** The number of a signal; empty where it is none. Remembers in the row how many steps an epoch has. */
    static OptionalDouble of(LogSignal signal, String text, RowValues row) {
        if (signal == LogSignal.STEP || signal == LogSignal.EPOCH) {
            Matcher matcher = OF_ALL.matcher(text);
            if (matcher.matches()) {
                if (signal == LogSignal.STEP) {
                    row.stepsInEpoch = Long.valueOf(matcher.group(2));
                }
                return parse(matcher.group(1));
            }
        }
        return parse(text);
    }

    private static OptionalDouble decimal(String text) {
        // Double.parseDouble also takes hexadecimal digits.
        if (text.indexOf('x') >= 0 || text.indexOf('X') >= 0) {
            return OptionalDouble.empty();
        }
        try {
            return OptionalDouble.of(Double.parseDouble(text));
        } catch (NumberFormatException e) {
            return OptionalDouble.empty();
        }
    }
}
