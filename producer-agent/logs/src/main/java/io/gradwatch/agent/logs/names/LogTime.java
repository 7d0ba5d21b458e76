package io.gradwatch.agent.logs.names;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Moments as logs write them: a number of seconds, milli-, micro- or nanoseconds since 1970-01-01 UTC, or a text such
 * as {@code 2026-11-24 10:00:00,250} or {@code 2026-11-24T10:00:00Z}. Numbers outside of the years 2000 to 2100 are no
 * moments: most columns called time count the seconds of a run.
 */
public final class LogTime {

    private static final double EARLIEST_MILLIS = 946_684_800_000.0;
    private static final double LATEST_MILLIS = 4_102_444_800_000.0;
    private static final double[] MILLIS_IN_A_UNIT = {1e3, 1, 1e-3, 1e-6};

    private static final Pattern TEXT = Pattern.compile("(\\d{4})[-/](\\d\\d)[-/](\\d\\d)[T _](\\d\\d:\\d\\d:\\d\\d)"
            + "(?:[.,](\\d{1,9}))?\\d*\\s*(Z|UTC|GMT|[+-]\\d\\d(?::?\\d\\d)?)?");

    private LogTime() {}

    /** The moment in milliseconds since 1970-01-01 UTC; without a zone it is of the zone of this host. */
    static OptionalLong parse(String text) {
        return parse(text, ZoneId.systemDefault());
    }

    /** The same, empty where the text does not say its zone. */
    public static OptionalLong withZone(String text) {
        return parse(text, null);
    }

    /** The moment that a number is; empty where it is none. */
    static OptionalLong of(double number) {
        for (double millis : MILLIS_IN_A_UNIT) {
            if (number * millis >= EARLIEST_MILLIS && number * millis < LATEST_MILLIS) {
                return OptionalLong.of(Math.round(number * millis));
            }
        }
        return OptionalLong.empty();
    }

    private static OptionalLong parse(String text, ZoneId otherwise) {
        OptionalDouble number = LoggedNumber.parse(text);
        if (number.isPresent()) {
            return of(number.getAsDouble());
        }
        Matcher matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return OptionalLong.empty();
        }
        try {
            ZoneId zone = matcher.group(6) == null ? otherwise : zone(matcher.group(6));
            return zone == null
                    ? OptionalLong.empty()
                    : OptionalLong.of(local(matcher).atZone(zone).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return OptionalLong.empty();
        }
    }

    private static LocalDateTime local(Matcher matcher) {
        String fraction = matcher.group(5) == null ? "0" : matcher.group(5);
        return LocalDateTime.parse(matcher.group(1) + "-" + matcher.group(2) + "-" + matcher.group(3) + "T"
                + matcher.group(4) + "." + fraction);
    }

    private static ZoneId zone(String text) {
        return Character.isLetter(text.charAt(0)) ? ZoneOffset.UTC : ZoneOffset.of(text);
    }
}
