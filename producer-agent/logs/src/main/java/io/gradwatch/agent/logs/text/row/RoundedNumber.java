package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.LineMarks;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Map;

/** Numbers as texts that a program prints again with fewer digits. */
final class RoundedNumber {

    private static final int MOST_DECIMALS = 20;
    private static final int FEWEST_DIGITS = 3;

    private RoundedNumber() {}

    /** The same number, perhaps with fewer decimals or digits. */
    static boolean isSame(String one, String other) {
        if (other == null || one.equals(other)) {
            return other != null;
        }
        try {
            BigDecimal first = new BigDecimal(one);
            BigDecimal second = new BigDecimal(other);
            int digits = Math.min(first.precision(), second.precision());
            int scale = Math.min(first.scale(), second.scale());
            return first.compareTo(second) == 0
                    || digits > 1
                            && first.round(new MathContext(digits)).compareTo(second.round(new MathContext(digits)))
                                    == 0
                    || scale >= 0
                            && scale < MOST_DECIMALS
                            && first.setScale(scale, RoundingMode.HALF_UP)
                                            .compareTo(second.setScale(scale, RoundingMode.HALF_UP))
                                    == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    /** A logger and the program print a row, one of them with more names or decimals. */
    static boolean areAgain(Map<String, String> before, Map<String, String> line) {
        boolean other = !before.keySet().equals(line.keySet());
        long common = line.keySet().stream().filter(before::containsKey).count();
        return other
                && common > 1
                && common == Math.min(before.size(), line.size())
                && line.entrySet().stream()
                        .allMatch(value -> !before.containsKey(value.getKey())
                                || RoundedNumber.isSame(value.getValue(), before.get(value.getKey())));
    }

    /** Numbers of few digits meet by chance, and one that is not finite is told each time. */
    static boolean isPrecise(String number) {
        return number.chars().filter(c -> LineMarks.isDigit((char) c)).count() > FEWEST_DIGITS;
    }
}
