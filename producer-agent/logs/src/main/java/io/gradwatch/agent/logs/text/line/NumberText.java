package io.gradwatch.agent.logs.text.line;

import io.gradwatch.agent.logs.names.LoggedNumber;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A number as programs print it, found at a place in a line. Versions, addresses, dates, times and hashes are none.
 *
 * @param end place behind it and its unit
 * @param text the number without its thousands and its unit, as Java reads it; null where what stands there is no
 *     number
 * @param whole true if it is digits and nothing else
 * @param percent true if it is per cent
 */
public record NumberText(int end, String text, boolean whole, boolean percent) {

    private static final Set<String> UNITS = Set.of("""
            s ms us ns m min mins h hr d sec secs x g gb gib mb mib kb b it img tok samples mi gi ki w c px
            hz mhz e ep steps step epoch epochs batch iter sample image images examples f i l""".split("\\s+"));

    private static final Set<String> APART = Set.of("""
            s ms us sec secs seconds min mins minutes GB MB KB GiB MiB KiB it/s img/s samples/s samples/sec
            images/sec tokens/s tok/s words/s""".split("\\s+"));

    private static final Set<String> TIMES = Set.of(
            "s", "ms", "us", "ns", "sec", "secs", "seconds", "min", "mins", "minutes", "h", "hr", "hrs", "hours");

    private static final Pattern THOUSANDS = Pattern.compile("[-+]?\\d{1,3}(?:,\\d{3})+(?:[eE].*)?");
    /** As C printed what is not finite on Windows: 1.#QNAN, -1.#IND00, 1.#INF. */
    private static final Pattern WINDOWS = Pattern.compile("1\\.#(QNAN|SNAN|IND|INF)\\d{0,20}");

    private static final Pattern ZERO_COMMA = Pattern.compile("[-+]?0,\\d{3}");

    private static final int LONGEST_PAYLOAD = 20;

    /** Digits that no program prints for a number. */
    private static final int LONGEST = 400;

    /** The value of what is a number, also one that is not finite. */
    public double value() {
        return LoggedNumber.parse(text).orElse(Double.NaN);
    }

    /** The number that a cell is, with its unit; empty where it is none, or has more behind it. */
    public static Optional<NumberText> of(String cell) {
        return before(cell).filter(number -> number.end == cell.length());
    }

    /** The number that a cell begins with; empty where it begins with none. */
    public static Optional<NumberText> before(String cell) {
        return cell.isEmpty() || !LineMarks.startsNumber(cell, 0)
                ? Optional.empty()
                : Optional.of(at(cell, 0)).filter(number -> number.text != null);
    }

    /** Reads what stands at a place where a digit, a sign or a point begins. */
    static NumberText at(String line, int start) {
        int at = start;
        if (line.charAt(at) == '-' || line.charAt(at) == '+') {
            at++;
        }
        int word = wordNumber(line, at);
        if (word > 0) {
            return new NumberText(
                    word, sign(line, start) + canonical(line.substring(at, word)), false, percent(line, word));
        }
        Matcher windows = WINDOWS.matcher(line).region(at, line.length());
        if (windows.lookingAt()) {
            String value = windows.group(1).equals("INF") ? sign(line, start) + "inf" : "nan";
            return new NumberText(windows.end(), value, false, false);
        }
        int digits = LineMarks.afterDigits(line, at);
        int end = thousands(line, at, digits);
        boolean grouped = end > digits;
        int comma = grouped ? end : decimalComma(line, at, digits);
        if (comma > digits && !grouped) {
            return withUnit(line, start, comma, false);
        }
        if (isPoint(line, end)) {
            end = LineMarks.afterDigits(line, end + 1);
        }
        end = exponent(line, end, line.lastIndexOf('.', end - 1) >= at);
        if (end == at || end - start > LONGEST || (end == at + 1 && line.charAt(at) == '.')) {
            return none(line, start);
        }
        boolean whole = at == start
                && (end == digits
                        || grouped && plain(line.substring(start, end)).matches("\\d+"));
        return withUnit(line, start, end, whole);
    }

    private static NumberText withUnit(String line, int start, int end, boolean whole) {
        String text = plain(line.substring(start, end));
        char next = end < line.length() ? line.charAt(end) : ' ';
        if (next == '%') {
            return new NumberText(end + 1, text, false, true);
        }
        if (Character.isLetter(next) || next == '_') {
            int unit = end;
            while (unit < line.length() && (Character.isLetter(line.charAt(unit)) || line.charAt(unit) == '/')) {
                unit++;
            }
            char after = unit < line.length() ? line.charAt(unit) : ' ';
            String name = line.substring(end, unit).toLowerCase(Locale.ROOT);
            if (LineMarks.isDigit(after) || after == '_') {
                return none(line, start);
            }
            if (name.equals("k") || name.equals("m") && line.charAt(end) == 'M' || name.startsWith("k/")) {
                return new NumberText(
                        unit, text + (text.indexOf('e') >= 0 ? "" : name.startsWith("k") ? "e3" : "e6"), false, false);
            }
            boolean known = UNITS.contains(name) || name.indexOf('/') > 0;
            return known ? new NumberText(unit, text, false, false) : none(line, start);
        }
        boolean goesOn = end + 1 < line.length() && LineMarks.isDigit(line.charAt(end + 1));
        if (goesOn && (next == '.' || next == ':' || next == '-' && !text.contains("e"))) {
            return none(line, start);
        }
        return new NumberText(end, text, whole, false);
    }

    /**
     * True if the number that ends there is a time, {@code 2.1s} or {@code 2.1 s}.
     *
     * @param end behind the number and its unit, where the unit stands directly behind it
     */
    static boolean isTime(String line, int end) {
        int from = end;
        while (from > 0 && Character.isLetter(line.charAt(from - 1))) {
            from--;
        }
        boolean direct = from < end && from > 0 && LineMarks.isDigit(line.charAt(from - 1));
        int apart = direct ? end : afterUnit(line, end);
        String unit = direct || apart == end ? line.substring(from, end) : line.substring(end + 1, apart);
        return (direct || apart > end) && TIMES.contains(unit.toLowerCase(Locale.ROOT));
    }

    /**
     * The place behind a unit that a blank sets apart from its number, {@code 21.3 s}; the same where there is none.
     */
    static int afterUnit(String line, int end) {
        if (end + 1 >= line.length() || line.charAt(end) != ' ' || !Character.isLetter(line.charAt(end + 1))) {
            return end;
        }
        int unit = LineWords.end(line, end + 1);
        int behind = LineMarks.afterBlanks(line, unit);
        boolean names = behind < line.length()
                && (LineMarks.isDigit(line.charAt(behind)) || ":=".indexOf(line.charAt(behind)) >= 0);
        return APART.contains(line.substring(end + 1, unit)) && !names ? unit : end;
    }

    /** The end of nan, inf or infinity; 0 where none of them stands there as a word. */
    static int wordNumber(String line, int at) {
        for (String word : new String[] {"nan", "infinity", "inf"}) {
            int end = at + word.length();
            if (end < line.length()
                    && line.charAt(end) == '('
                    && line.regionMatches(true, at, "nan", 0, 3)
                    && word.equals("nan")) {
                int close = line.indexOf(')', end);
                // As C prints it on Windows: -nan(ind).
                return close > end && close - end < LONGEST_PAYLOAD && isPayload(line, end + 1, close) ? close + 1 : 0;
            }
            if (line.regionMatches(true, at, word, 0, word.length())
                    && (end == line.length() || !isWord(line.charAt(end)) && line.charAt(end) != '(')) {
                return end;
            }
        }
        return 0;
    }

    private static boolean isPayload(String line, int from, int to) {
        return line.substring(from, to).chars().allMatch(c -> c < 128 && Character.isLetterOrDigit(c));
    }

    private static boolean percent(String line, int end) {
        return end < line.length() && line.charAt(end) == '%';
    }

    private static String sign(String line, int start) {
        return line.charAt(start) == '-' ? "-" : "";
    }

    private static String canonical(String word) {
        return word.toLowerCase(Locale.ROOT).startsWith("nan") ? "nan" : "inf";
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_';
    }

    /** Without thousands, and with a decimal point. */
    private static String plain(String digits) {
        if (digits.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.')) {
            return digits;
        }
        String number = digits.replace("'", "").replace("\u2019", "").replace('f', 'e');
        boolean decimal = number.indexOf('.') < 0 && !THOUSANDS.matcher(number).matches()
                || ZERO_COMMA.matcher(number).matches();
        return decimal ? number.replace(',', '.') : number.replace(",", "");
    }

    /** The end of groups of three digits behind commas; the end of the digits where there are none. */
    private static int thousands(String line, int from, int digits) {
        int at = digits;
        if (digits - from == 0 || digits - from > 3) {
            return digits;
        }
        while (at < line.length()
                && (line.charAt(at) == ',' || line.charAt(at) == '\'' || line.charAt(at) == '\u2019')
                && LineMarks.afterDigits(line, at + 1) == at + 4) {
            at += 4;
        }
        return at;
    }

    /** A point that ends a sentence is none of the number. */
    private static boolean isPoint(String line, int at) {
        return at < line.length()
                && line.charAt(at) == '.'
                && (at + 1 < line.length() && !Character.isWhitespace(line.charAt(at + 1)));
    }

    /** The end of a number with a decimal comma, {@code 2,1964}; the end of its digits where it has none. */
    private static int decimalComma(String line, int from, int digits) {
        boolean listed = from > 0 && "[(,".indexOf(line.charAt(from - 1)) >= 0;
        if (listed || digits == from || digits >= line.length() || line.charAt(digits) != ',') {
            return digits;
        }
        int end = LineMarks.afterDigits(line, digits + 1);
        int decimals = end - digits - 1;
        boolean decimal = decimals > 0 && (decimals != 3 || line.charAt(from) == '0' && digits == from + 1);
        char next = end < line.length() ? line.charAt(end) : ' ';
        boolean goesOn = end + 1 < line.length() && LineMarks.isDigit(line.charAt(end + 1));
        boolean inList = next == ']' || (goesOn && (next == ',' || next == '.'));
        return decimal && !inList ? end : digits;
    }

    /** Julia writes an f for the e of a fraction in single precision. */
    private static int exponent(String line, int from, boolean fraction) {
        if (from >= line.length() || (fraction ? "eEf" : "eE").indexOf(line.charAt(from)) < 0) {
            return from;
        }
        int at = from + 1;
        if (at < line.length() && (line.charAt(at) == '-' || line.charAt(at) == '+')) {
            at++;
        }
        int end = LineMarks.afterDigits(line, at);
        return end > at ? end : from;
    }

    /** The word at that place is no number. */
    private static NumberText none(String line, int start) {
        int at = start + 1;
        while (at < line.length() && (isWord(line.charAt(at)) || ".:-/".indexOf(line.charAt(at)) >= 0)) {
            at++;
        }
        return new NumberText(at, null, false, false);
    }
}
