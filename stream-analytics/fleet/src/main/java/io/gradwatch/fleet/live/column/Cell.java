package io.gradwatch.fleet.live.column;

import java.util.Locale;

/**
 * Value of a run in a column.
 *
 * @param text as the run has it; null where it has none
 * @param number behind the text; NaN where it is none, or NaN itself
 * @param numeric true where the text is a number, NaN among them
 */
public record Cell(String text, double number, boolean numeric) {

    /** Of a run that has no value. */
    public static final Cell MISSING = new Cell(null, Double.NaN, false);

    /** Longest text that may be a number, characters. */
    private static final int MOST_DIGITS = 40;

    /** Cell of a number or a text; null and the empty text are none. */
    public static Cell of(Object value) {
        if (value == null || value.equals("")) {
            return MISSING;
        }
        return value instanceof Number number
                ? new Cell(number.toString(), number.doubleValue(), true)
                : read(value.toString());
    }

    /** Jobs send their configuration as texts: those that are numbers count as such, also as Python writes them. */
    private static Cell read(String text) {
        if (text.length() > MOST_DIGITS) {
            return new Cell(text, Double.NaN, false);
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "nan" -> new Cell(text, Double.NaN, true);
            case "inf", "+inf", "infinity" -> new Cell(text, Double.POSITIVE_INFINITY, true);
            case "-inf", "-infinity" -> new Cell(text, Double.NEGATIVE_INFINITY, true);
            default -> isWrittenAsNumber(text) ? number(text) : new Cell(text, Double.NaN, false);
        };
    }

    private static boolean isWrittenAsNumber(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9' || "+-.eE".indexOf(c) >= 0);
    }

    private static Cell number(String text) {
        try {
            return new Cell(text, Double.parseDouble(text), true);
        } catch (NumberFormatException e) {
            return new Cell(text, Double.NaN, false);
        }
    }

    /** True where the run has no value. */
    public boolean missing() {
        return text == null;
    }
}
