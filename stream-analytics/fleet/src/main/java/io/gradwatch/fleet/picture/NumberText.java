package io.gradwatch.fleet.picture;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Locale;

/** Numbers and names as the page writes them. */
final class NumberText {

    private static final int DIGITS = 4;

    private NumberText() {}

    /** A measured value in four significant digits; very large and small ones with an exponent. */
    static String of(double value) {
        if (Double.isNaN(value)) {
            return "NaN";
        }
        if (Double.isInfinite(value)) {
            return value > 0 ? "+Inf" : "−Inf";
        }
        if (value == 0) {
            return "0";
        }
        double size = Math.abs(value);
        String text = size >= 1e-3 && size < 1e6 ? plain(value) : exponential(value);
        return text.replace('-', '−');
    }

    /** A whole number with separators. */
    static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value).replace('-', '−');
    }

    private static String plain(double value) {
        if (value == Math.rint(value) || Math.abs(value) >= Math.pow(10, DIGITS)) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return new BigDecimal(value)
                .round(new MathContext(DIGITS))
                .stripTrailingZeros()
                .toPlainString();
    }

    private static String exponential(double value) {
        String[] parts =
                String.format(Locale.ROOT, "%." + (DIGITS - 2) + "e", value).split("e", 2);
        String mantissa = parts[0].contains(".") ? parts[0].replaceAll("\\.?0+$", "") : parts[0];
        return mantissa + "e" + Integer.parseInt(parts[1]);
    }

    /** A name of a job as one line of characters that can be seen: others could hide or turn what stands beside it. */
    static String line(String name) {
        StringBuilder line = new StringBuilder();
        name.codePoints().forEach(c -> {
            int type = Character.getType(c);
            if (type == Character.CONTROL || Character.isWhitespace(c) || Character.isSpaceChar(c)) {
                line.append(' ');
            } else if (type != Character.FORMAT && type != Character.SURROGATE && type != Character.UNASSIGNED) {
                line.appendCodePoint(c);
            }
        });
        return line.toString().strip().replaceAll(" {2,}", " ");
    }
}
