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
    private final LineCounts counts;

    private boolean separated;
    /** Whether the number before was named, so that one in brackets behind it is its mean. */
    private String valued;

    private boolean bracketed;
    private int at;

    private LineScanner(String line, TextNames names) {
        this.line = line;
        this.names = names;
        this.lineNames = new LineNames(names, read);
        this.counts = new LineCounts(names, lineNames, read, shape);
    }

    static ReadLine read(String line, TextNames names) {
        LineScanner scanner = new LineScanner(line, names);
        scanner.scan();
        return scanner.read;
    }

    private void scan() {
        while (at < line.length()) {
            char c = line.charAt(at);
            if (c == '\'' && line.startsWith("'s ", at) && LineMarks.isJoined(line, at)) {
                at += 2;
            } else if (Character.isWhitespace(c) || c == '"' || c == '`' || c == '\'') {
                at++;
            } else if (ProgressBar.isBlock(c)) {
                bar();
            } else if (LineMarks.startsNumber(line, at)) {
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

    private void number() {
        NumberText number = NumberText.at(line, at);
        if (number.text() == null) {
            at = counts.range(phrase, line, at).orElse(number.end());
            bracketed = false;
            forget();
            return;
        }
        Optional<FractionText> fraction = FractionText.of(line, number);
        at = fraction.map(FractionText::end).orElse(number.end());
        if (fraction.isPresent()) {
            fraction(fraction.get().value(), fraction.get().total());
        } else {
            value(number);
        }
    }

    private void fraction(double value, double total) {
        if (value > total || total < 1 || total > 1e15) {
            forget();
            return;
        }
        Count count = new Count(value, (long) total);
        if (!counts.take(phrase, count) && !phrase.isEmpty()) {
            named(String.valueOf(value / total));
        } else if (phrase.isEmpty() && !separated) {
            if (bracketed && read.epoch == null && read.step == null && LineMarks.opensAnother(line, at)) {
                read.epoch = count;
            } else {
                counts.position(count);
            }
        }
        forget();
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
        if (text.endsWith("e3") && line.charAt(at - 1) == 'K' && counts.areGlobal(phrase)) {
            counts.take(phrase, new Count(Double.parseDouble(text), -1, true));
            forget();
            return;
        }
        boolean counting = (number.whole() || text.endsWith(".0") && counts.areGlobal(phrase))
                && (counts.take(phrase, new Count(Double.parseDouble(text), -1))
                        || counts.epochBehindSplit(phrase, line, at));
        if (!counting && !phrase.isEmpty()) {
            boolean epoch =
                    CountWords.isEpoch(last()) && !CountWords.isOther(phrase) && Character.isDigit(text.charAt(0));
            if (!epoch || !counts.epoch(Double.parseDouble(text))) {
                named(number.percent() ? "%" + text : text);
            }
        } else if (!counting && phrase.isEmpty()) {
            unnamed(number);
        }
        forget();
    }

    private void unnamed(NumberText number) {
        if (counts.hasName() && separated) {
            phrase.addAll(counts.takeName());
            named(number.text());
        } else if (valued != null && at > 0 && bracketed) {
            read.means.put(valued, number.text());
        } else if (number.whole() && shape.length() == 0 && read.step == null && LineMarks.isLeadingCount(line, at)) {
            counts.leading(Double.parseDouble(number.text()));
        } else if (bracketed
                && number.whole()
                && read.epoch != null
                && read.step == null
                && LineMarks.isInSecondBracket(line, at)) {
            counts.position(new Count(Double.parseDouble(number.text()), -1));
        }
    }

    private void named(String text) {
        // Prose links with words; what a mark separates was meant to be read by programs.
        boolean marked = separated;
        while (!phrase.isEmpty() && LineCounts.isLink(last())) {
            phrase.remove(phrase.size() - 1);
            separated = true;
        }
        if (phrase.isEmpty()) {
            phrase.addAll(counts.takeName());
        }
        Optional<String> name = lineNames.value(phrase, text, separated);
        name.ifPresent(found -> shape.append(found).append(';'));
        read.clear |= marked && name.isPresent();
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
        if (LineCounts.isLink(name) && counts.hasName() && phrase.size() == 1) {
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
                if (line.startsWith("|", at) || !LineMarks.isBeforeNumber(line, at)) {
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
            case '#' -> at = LineMarks.afterDigits(line, at);
            case '%', '*', '@', '~', '\u00b1', '.', '\\', '/', '\u2191', '\u2193', '$' -> {}
            default -> cut();
        }
    }

    private void open(char c) {
        int endOfBar = c == '[' ? ProgressBar.endInBrackets(line, at) : 0;
        if (endOfBar > 0) {
            read.bar = true;
            at = endOfBar;
            cut();
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
        boolean counting = !phrase.isEmpty()
                && (CountWords.isEpoch(last())
                        || CountWords.isStep(last())
                        || separated && names.kind(last()) != TextNames.Kind.METRIC);
        boolean keeps = (counting || counts.hasName()) && LineMarks.isBeforeNumber(line, at);
        if (!keeps) {
            String before = valued;
            cut();
            valued = c == '(' ? before : null;
        }
        bracketed = true;
    }

    private void bar() {
        int end = ProgressBar.endOfBlocks(line, at);
        read.bar |= ProgressBar.isBar(line, at, end);
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
