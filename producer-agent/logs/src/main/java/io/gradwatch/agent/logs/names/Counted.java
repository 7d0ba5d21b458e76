package io.gradwatch.agent.logs.names;

import java.util.OptionalDouble;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Values of counts, which programs also write with their ends: {@code 10/200} is iteration 10 of 200. */
final class Counted {

    private static final Pattern OF_ALL = Pattern.compile("\\s*(\\d{1,15}(?:\\.\\d{1,9})?)\\s*/\\s*(\\d{1,15})\\s*");

    private Counted() {}

    /** The number of a signal; empty where it is none. Remembers in the row how many steps an epoch has. */
    static OptionalDouble value(LogSignal signal, String text, RowValues row) {
        if (signal == LogSignal.STEP || signal == LogSignal.EPOCH) {
            Matcher matcher = OF_ALL.matcher(text);
            if (matcher.matches()) {
                if (signal == LogSignal.STEP) {
                    row.stepsInEpoch = Long.valueOf(matcher.group(2));
                }
                return LoggedNumber.parse(matcher.group(1));
            }
        }
        return LoggedNumber.parse(text);
    }
}
