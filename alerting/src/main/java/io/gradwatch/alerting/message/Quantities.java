package io.gradwatch.alerting.message;

import io.gradwatch.schema.Evidence;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as people read them, the same in every locale. */
final class Quantities {

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss zzz", Locale.ENGLISH);
    private static final int NAME_LENGTH = 120;

    private Quantities() {}

    static String step(long step) {
        return String.format(Locale.ROOT, "%,d", step);
    }

    static String time(long epochMillis, ZoneId zone) {
        return TIME.format(Instant.ofEpochMilli(epochMillis).atZone(zone));
    }

    /** A span of time in its largest unit, such as "12 s", "3 min", "5 h" or "2 d"; below a second "1 s". */
    static String span(long millis) {
        long seconds = Math.max(1, millis / 1_000);
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3_600) {
            return seconds / 60 + " min";
        }
        return seconds < 2 * 86_400 ? seconds / 3_600 + " h" : seconds / 86_400 + " d";
    }

    /** Four significant digits; NaN and infinities by name. */
    static String number(double value) {
        if (Double.isNaN(value) || Double.isInfinite(value)) {
            return Double.toString(value);
        }
        double size = Math.abs(value);
        boolean plain = size == 0 || (size >= 1e-3 && size < 1e6);
        if (!plain) {
            return format("0.###E0", value).replace("E", "e");
        }
        int digits = size == 0 ? 0 : Math.max(0, 3 - (int) Math.floor(Math.log10(size)));
        return format(digits == 0 ? "#,##0" : "#,##0." + "#".repeat(digits), value);
    }

    /** Such as "gradient norm 1.2e5, at least 100"; the threshold in the words of a reader. */
    static String evidence(Evidence evidence) {
        String unit = evidence.getUnit().isBlank() ? "" : " " + PlainText.oneLine(evidence.getUnit(), 30);
        String said = PlainText.oneLine(evidence.getName(), NAME_LENGTH) + " " + number(evidence.getValue()) + unit;
        return evidence.getThreshold() == null
                ? said
                : said + " (threshold " + comparison(evidence.getComparison()) + number(evidence.getThreshold()) + unit
                        + ")";
    }

    private static String comparison(String sign) {
        return switch (sign) {
            case ">=" -> "≥ ";
            case "<=" -> "≤ ";
            case ">", "<", "=" -> sign + " ";
            default -> "";
        };
    }

    private static String format(String pattern, double value) {
        return new DecimalFormat(pattern, DecimalFormatSymbols.getInstance(Locale.ROOT)).format(value);
    }
}
