package io.gradwatch.agent.logs.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a line of an unknown program from left to right: each number gets the words before it as its name. One pass, so
 * that no line takes long.
 */
final class LineScanner {

    private static final Set<String> SPLIT_KEYS = Set.of("mode", "phase", "split", "stage", "_type", "type");
    private static final Set<String> LINKS =
            Set.of("at", "after", "for", "in", "on", "over", "is", "was", "of", "the", "to");
    /** What Python prints around a number. */
    private static final Set<String> WRAPPERS = Set.of(
            "tensor",
            "Tensor",
            "array",
            "Array",
            "DeviceArray",
            "np.float64",
            "np.float32",
            "float64",
            "float32",
            "Variable");

    private static final int LONGEST_PHRASE = 8;
    private static final int MOST_BAR_CHARS = 400;

    private final String line;
    private final TextNames names;
    private final LineNames lineNames;
    private final ReadLine read = new ReadLine();
    private final List<String> phrase = new ArrayList<>();
    private final StringBuilder shape = new StringBuilder();
    /** What was named before a count, as {@code Score} in {@code Score at iteration 10 is 2.1}. */
    private List<String> left = List.of();

    private boolean separated;
    /** Whether the number before was named, so that one in brackets behind it is its mean. */
    private String valued;

    private boolean bracketed;
    private int at;

    private LineScanner(String line, TextNames names) {
        this.line = line;
        this.names = names;
        this.lineNames = new LineNames(names, read);
    }

    static ReadLine read(String line, TextNames names) {
        LineScanner scanner = new LineScanner(line, names);
        scanner.scan();
        return scanner.read;
    }

    private void scan() {
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\'' && line.startsWith("'s ", at) && joinedBefore()) {
                at += 2;
            } else if (Character.isWhitespace(c) || c == '"' || c == '`' || c == '\'') {
                at++;
            } else if (isBar(c)) {
                bar();
            } else if (startsNumber(c)) {
                number();
            } else if (Character.isLetter(c) || c == '_') {
                word();
            } else {
                mark(c);
            }
        }
        cut();
        read.shape = shape.toString();
    }

    private boolean startsNumber(char c) {
        if (c >= '0' && c <= '9') {
            return true;
        }
        char next = at + 1 < line.length() ? line.charAt(at + 1) : ' ';
        if (c == '.') {
            return next >= '0' && next <= '9' && !joinedBefore();
        }
        if (c == '-' || c == '+') {
            boolean digit = next >= '0' && next <= '9' || next == '.';
            return (digit || NumberText.wordNumber(line, at + 1) > 0) && !joinedBefore();
        }
        return !joinedBefore() && NumberText.wordNumber(line, at) > 0;
    }

    private boolean joinedBefore() {
        return at > 0 && (Character.isLetterOrDigit(line.charAt(at - 1)) || line.charAt(at - 1) == '_');
    }

    private void number() {
        NumberText number = NumberText.at(line, at);
        if (number.text() == null && !phrase.isEmpty() && CountWords.isStep(last()) && range()) {
            return;
        }
        if (number.text() == null) {
            at = number.end();
            bracketed = false;
            forget();
            return;
        }
        int behind = afterBlanks(number.end());
        if (number.whole() && behind < line.length() && line.charAt(behind) == '/') {
            int second = afterBlanks(behind + 1);
            if (second < line.length() && Character.isDigit(line.charAt(second))) {
                NumberText total = NumberText.at(line, second);
                if (total.text() != null && total.whole() && !number.text().contains("-")) {
                    at = total.end();
                    fraction(Double.parseDouble(number.text()), Double.parseDouble(total.text()));
                    return;
                }
                at = total.end();
                forget();
                return;
            }
        }
        at = number.end();
        if (number.whole()
                && line.startsWith(" of ", at)
                && at + 4 < line.length()
                && Character.isDigit(line.charAt(at + 4))) {
            NumberText total = NumberText.at(line, at + 4);
            if (total.text() != null && total.whole()) {
                at = total.end();
                fraction(Double.parseDouble(number.text()), Double.parseDouble(total.text()));
                return;
            }
        }
        value(number);
    }

    /** {@code Batch [100-200]}: what is done counts. */
    private boolean range() {
        int first = digits(at);
        int second = first < line.length() && line.charAt(first) == '-' ? digits(first + 1) : first;
        if (second <= first + 1 || second - first > 16) {
            return false;
        }
        count(new Count(Double.parseDouble(line.substring(first + 1, second)), -1));
        at = second;
        forget();
        return true;
    }

    private int afterBlanks(int from) {
        int next = from;
        while (next < line.length() && line.charAt(next) == ' ') {
            next++;
        }
        return next;
    }

    private void fraction(double value, double total) {
        if (value > total || total < 1 || total > 1e15) {
            forget();
            return;
        }
        Count count = new Count(value, (long) total);
        if (!count(count) && !phrase.isEmpty()) {
            named(String.valueOf(value / total));
        } else if (phrase.isEmpty() && !separated) {
            if (bracketed && read.epoch == null && read.step == null && opensAnother()) {
                read.epoch = count;
            } else {
                position(count);
            }
        }
        forget();
    }

    /** Whether another bracket with a fraction follows: the first of two counts epochs. */
    private boolean opensAnother() {
        return line.startsWith("][", at) || line.startsWith("] [", at);
    }

    private void position(Count count) {
        if (read.step == null) {
            read.step = count;
            read.stepWord = "";
            shape.append("/;");
        }
    }

    private void value(NumberText number) {
        String text = number.text();
        if (number.percent() && at < line.length() && line.charAt(at) == '|') {
            int end = line.indexOf('|', at + 1);
            read.bar = true;
            at = end > 0 && end - at < MOST_BAR_CHARS ? end + 1 : at + 1;
            forget();
            return;
        }
        if (text.endsWith("e3") && line.charAt(at - 1) == 'K' && isGlobal()) {
            count(new Count(Double.parseDouble(text), -1, true));
            forget();
            return;
        }
        boolean counting = (number.whole() || text.matches("\\d{1,15}\\.0") && isGlobal())
                && (count(new Count(Double.parseDouble(text), -1)) || epochBehindSplit());
        if (!counting && !phrase.isEmpty()) {
            boolean epoch =
                    CountWords.isEpoch(last()) && !CountWords.isOther(phrase) && Character.isDigit(text.charAt(0));
            if (epoch && read.epoch == null) {
                read.epoch = new Count(Double.parseDouble(text), -1);
                shape.append("epoch;");
            } else {
                named(number.percent() ? "%" + text : text);
            }
        } else if (!counting && phrase.isEmpty()) {
            unnamed(number);
        }
        forget();
    }

    private boolean isGlobal() {
        return !phrase.isEmpty() && names.kind(String.join("_", phrase)) == TextNames.Kind.STEP;
    }

    /** {@code Train: 0 [50/500]}. */
    private boolean epochBehindSplit() {
        int next = afterBlanks(at);
        boolean epoch = phrase.size() == 1
                && read.epoch == null
                && names.split(last()).isPresent()
                && next < line.length()
                && line.charAt(next) == '[';
        if (epoch) {
            int start = at;
            while (start > 0 && Character.isDigit(line.charAt(start - 1))) {
                start--;
            }
            read.epoch = new Count(Double.parseDouble(line.substring(start, at)), -1);
            lineNames.say(last());
            shape.append("epoch;");
        }
        return epoch;
    }

    private void unnamed(NumberText number) {
        if (!left.isEmpty() && separated) {
            phrase.addAll(left);
            named(number.text());
            left = List.of();
        } else if (valued != null && at > 0 && bracketed) {
            read.means.put(valued, number.text());
        } else if (number.whole() && shape.length() == 0 && read.step == null && leads()) {
            read.step = new Count(Double.parseDouble(number.text()), -1);
            read.stepWord = "";
            shape.append("#;");
        } else if (bracketed && number.whole() && read.epoch != null && read.step == null && previousBracket()) {
            position(new Count(Double.parseDouble(number.text()), -1));
        }
    }

    /** {@code [10]} and {@code 10:} at the start of a line count. */
    private boolean leads() {
        int start = at - 1;
        while (start >= 0 && Character.isDigit(line.charAt(start))) {
            start--;
        }
        boolean first = line.substring(0, start + 1).isBlank()
                || line.substring(0, start + 1).strip().equals("[");
        char next = at < line.length() ? line.charAt(at) : ' ';
        return first
                && (next == ']'
                        || next == ':'
                        || line.startsWith(" [", at)
                        || line.startsWith("  ", at)
                        || countedBehind());
    }

    /** {@code 100 steps | loss}: the word that counts stands behind. */
    private boolean countedBehind() {
        int from = afterBlanks(at);
        int end = from < line.length() && Character.isLetter(line.charAt(from)) ? LineWords.end(line, from) : from;
        String word = line.substring(from, end);
        return (CountWords.isStep(word) || CountWords.isEpoch(word)) && end < line.length();
    }

    private boolean previousBracket() {
        int open = line.lastIndexOf('[', at - 1);
        return open > 0 && line.charAt(open - 1) == ']';
    }

    /** Takes a number as a count where the word before it counts. */
    private boolean count(Count count) {
        if (phrase.isEmpty() || CountWords.isOther(phrase)) {
            return false;
        }
        String word = last();
        String whole = String.join("_", phrase);
        TextNames.Kind kind = names.kind(whole);
        boolean epoch = CountWords.isEpoch(word) || kind == TextNames.Kind.EPOCH;
        boolean step = !epoch && (CountWords.isStep(word) || kind == TextNames.Kind.STEP);
        if (!epoch && !step) {
            return false;
        }
        shape.append(CountWords.plain(word)).append(';');
        leftBefore();
        lineNames.splitBefore(phrase);
        if (epoch) {
            read.epoch = read.epoch == null ? count : read.epoch;
        } else {
            String name = phrase.size() > 1 && CountWords.rank(phrase.get(phrase.size() - 2) + "_" + word) == 0
                    ? "global_step"
                    : word;
            if (read.step == null
                    || read.stepWord.isEmpty()
                    || CountWords.rank(name) < CountWords.rank(read.stepWord)) {
                read.step = count;
                read.stepWord = kind == TextNames.Kind.STEP && !CountWords.isStep(name) ? whole : name;
            }
        }
        return true;
    }

    private void leftBefore() {
        for (int i = phrase.size() - 2; i > 0; i--) {
            if (LINKS.contains(phrase.get(i).toLowerCase(Locale.ROOT))) {
                left = List.copyOf(phrase.subList(0, i));
                return;
            }
        }
    }

    private void named(String text) {
        while (!phrase.isEmpty() && LINKS.contains(last().toLowerCase(Locale.ROOT))) {
            phrase.remove(phrase.size() - 1);
            separated = true;
        }
        if (phrase.isEmpty() && !left.isEmpty()) {
            phrase.addAll(left);
            left = List.of();
        }
        Optional<String> name = lineNames.value(phrase, text, separated);
        name.ifPresent(found -> shape.append(found).append(';'));
        read.clear |= separated && name.isPresent();
        valued = name.orElse(null);
    }

    private String last() {
        return phrase.get(phrase.size() - 1);
    }

    private void forget() {
        phrase.clear();
        separated = false;
        bracketed = false;
    }

    private void word() {
        int end = LineWords.end(line, at);
        String word = line.substring(at, end);
        if (WRAPPERS.contains(word) && end < line.length() && line.charAt(end) == '(') {
            at = end + 1;
            return;
        }
        int digits = LineWords.countDigits(word);
        if (line.startsWith("://", end)) {
            at = LineWords.blank(line, end);
            forget();
            return;
        }
        at = digits > 0 ? end - digits : end;
        String name = digits > 0 ? word.substring(0, word.length() - digits).replaceAll("[-_#]$", "") : word;
        if (!phrase.isEmpty() && separated) {
            assigned(name);
        }
        if (phrase.size() == LONGEST_PHRASE) {
            phrase.remove(0);
        }
        phrase.add(name);
        separated = false;
        bracketed = false;
        if (phrase.size() > 1 || !Set.of("is", "at").contains(name)) {
            valued = null;
        }
        if (LINKS.contains(name) && !left.isEmpty() && phrase.size() == 1) {
            phrase.clear();
            separated = true;
        }
    }

    /** A text follows a name: it may say of which data the line is. */
    private void assigned(String value) {
        if (SPLIT_KEYS.contains(last().toLowerCase(Locale.ROOT))) {
            lineNames.say(value.split("_", 2)[0]);
        } else {
            lineNames.section(phrase);
        }
        phrase.clear();
    }

    private void mark(char c) {
        at++;
        switch (c) {
            case ':', '=', '\u2192' -> separated = true;
            case '-' -> {
                if (at < line.length() && line.charAt(at) == '>') {
                    at++;
                    separated = true;
                } else {
                    cut();
                }
            }
            case '|' -> {
                if (line.startsWith("|", at) || !nextIsNumber()) {
                    cut();
                } else {
                    separated |= !phrase.isEmpty();
                }
            }
            case '[', '(' -> open(c);
            case '{' -> {
                lineNames.section(phrase);
                forget();
            }
            case '#' -> at = digits(at);
            case '%', '*', '@', '~', '\u00b1', '.', '\\', '/', '\u2191', '\u2193', '$' -> {}
            default -> cut();
        }
    }

    /** {@code #1} is an index. */
    private int digits(int from) {
        int end = from;
        while (end < line.length() && Character.isDigit(line.charAt(end))) {
            end++;
        }
        return end;
    }

    private boolean nextIsNumber() {
        int next = afterBlanks(at);
        return next < line.length()
                && (Character.isDigit(line.charAt(next))
                        || line.charAt(next) == '-'
                        || NumberText.wordNumber(line, next) > 0);
    }

    private void open(char c) {
        if (c == '[' && barInBrackets()) {
            return;
        }
        int close = line.indexOf(c == '[' ? ']' : ')', at);
        if (close > at && close - at < 20) {
            Optional<String> said = names.split(line.substring(at, close).strip());
            if (said.isPresent()) {
                lineNames.say(said.get());
                at = close + 1;
                return;
            }
        }
        boolean counts = !phrase.isEmpty()
                && (CountWords.isEpoch(last())
                        || CountWords.isStep(last())
                        || separated && names.kind(last()) != TextNames.Kind.METRIC);
        boolean keeps = (counts || !left.isEmpty()) && nextIsNumber();
        if (!keeps) {
            String before = valued;
            cut();
            valued = c == '(' ? before : null;
        }
        bracketed = true;
    }

    /** {@code [=====>.....]} of Keras and others. */
    private boolean barInBrackets() {
        int end = at;
        while (end < line.length() && "=>.#-* \u2588".indexOf(line.charAt(end)) >= 0) {
            end++;
        }
        if (end - at >= 5 && end < line.length() && line.charAt(end) == ']') {
            read.bar = true;
            at = end + 1;
            cut();
            return true;
        }
        return false;
    }

    private static boolean isBar(char c) {
        return c >= '\u2501' && c <= '\u259f' && c != '\u2502' && c != '\u2503';
    }

    private void bar() {
        int end = at;
        while (end < line.length() && isBar(line.charAt(end))) {
            end++;
        }
        boolean percent = line.lastIndexOf("%|", at) >= Math.max(0, at - 3);
        read.bar |= end - at >= 2 || percent;
        at = end;
        cut();
    }

    /** The words so far are no name of a number. */
    private void cut() {
        lineNames.section(phrase);
        forget();
        valued = null;
    }
}
