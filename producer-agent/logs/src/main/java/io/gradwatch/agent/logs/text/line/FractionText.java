package io.gradwatch.agent.logs.text.line;

import java.util.Optional;

/**
 * A count with its total: {@code 10/200}, {@code 10 of 200}.
 *
 * @param end place behind it
 * @param value of the count
 * @param total 0 where what stands behind the slash is none
 */
record FractionText(int end, double value, double total) {

    /** Stands for the total where several counts stand one behind another: {@code 95/100/103}. */
    static final double SEVERAL = -1;

    private static final String OF = " of ";

    /** Reads on behind a number; empty where it is no count with a total. */
    static Optional<FractionText> of(String line, NumberText count) {
        if (!count.whole()) {
            return Optional.empty();
        }
        int behind = LineMarks.afterBlanks(line, count.end());
        boolean slash = behind < line.length() && line.charAt(behind) == '/';
        int second = slash ? LineMarks.afterBlanks(line, behind + 1) : count.end() + OF.length();
        if (second >= line.length()
                || !LineMarks.isDigit(line.charAt(second))
                || !slash && !line.startsWith(OF, count.end())) {
            return Optional.empty();
        }
        NumberText total = NumberText.at(line, second);
        boolean sound = total.text() != null && total.whole() && !count.text().contains("-");
        if (!sound) {
            return slash ? Optional.of(new FractionText(total.end(), 0, 0)) : Optional.empty();
        }
        if (slash && total.end() + 1 < line.length() && line.charAt(total.end()) == '/') {
            int third = LineMarks.afterDigits(line, total.end() + 1);
            return third > total.end() + 1
                    ? Optional.of(new FractionText(third, Double.parseDouble(count.text()), SEVERAL))
                    : Optional.of(new FractionText(total.end(), 0, 0));
        }
        return Optional.of(
                new FractionText(total.end(), Double.parseDouble(count.text()), Double.parseDouble(total.text())));
    }
}
