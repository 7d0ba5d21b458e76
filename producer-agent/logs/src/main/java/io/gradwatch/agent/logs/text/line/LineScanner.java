package io.gradwatch.agent.logs.text.line;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a line of an unknown program from left to right: each number gets the words before it as its name. One pass, so
 * that no line takes long.
 */
public final class LineScanner {

    private static final Set<String> SPLIT_KEYS = Set.of("mode", "phase", "split", "stage", "_type", "type");
    private static final int LONGEST_PHRASE = 8;

    private final LineState state;
    private final String line;
    private final TextNames names;
    private final LineNames lineNames;
    private final ReadLine read = new ReadLine();
    private final StringBuilder shape = new StringBuilder();
    private final LineNumbers numbers;
    private final LineCounts counts;

    private LineScanner(String line, TextNames names) {
        this.line = line;
        this.state = new LineState(line);
        this.names = names;
        this.lineNames = new LineNames(names, read);
        this.numbers = new LineNumbers(state, names, lineNames, read, shape);
        this.counts = numbers.counts();
    }

    public static ReadLine read(String line, TextNames names) {
        LineScanner scanner = new LineScanner(line, names);
        scanner.scan();
        return scanner.read;
    }

    private void scan() {
        while (!state.isAtEnd()) {
            char c = state.here();
            if (c == '\'' && line.startsWith("'s ", state.at) && LineMarks.isJoined(line, state.at)) {
                state.at += 2;
            } else if (Character.isWhitespace(c) || c == '"' || c == '`' || c == '\'') {
                state.at++;
            } else if (ProgressBar.isBlock(c) || ProgressBar.isDrawn(line, state.at)) {
                bar();
            } else if (LineMarks.startsNumber(line, state.at)) {
                numbers.take();
            } else if (Character.isLetter(c) || c == '_') {
                word();
            } else {
                mark(c);
            }
        }
        cut();
        read.bar |= ProgressBar.isTimed(line);
        lineNames.end();
        counts.end();
        read.shape = shape.toString();
    }

    private void word() {
        int end = LineWords.end(line, state.at);
        String word = line.substring(state.at, end);
        int wrapped = WrappedNumber.in(line, word, end, state.separated && !state.phrase.isEmpty());
        if (wrapped > 0) {
            state.endOfCall = WrappedNumber.end(line, end);
            state.at = wrapped;
            return;
        }
        if (LineWords.isLossWithNumber(word)) {
            state.at += "loss".length();
            add(word.substring(0, "loss".length()));
            return;
        }
        int digits = LineWords.countDigits(word, state.at == 0);
        if (line.startsWith("://", end)) {
            state.at = LineWords.blank(line, end);
            state.forget();
            return;
        }
        state.at = digits > 0 ? end - digits : end;
        add(
                digits > 0
                        ? word.substring(0, word.length() - digits)
                                .replaceAll("[-_#]$", "")
                                .replaceFirst("^[eE]$", "epoch")
                        : word);
    }

    private void add(String name) {
        if (!state.phrase.isEmpty() && state.separated) {
            assigned(name);
        }
        if (state.phrase.size() == LONGEST_PHRASE) {
            state.phrase.remove(0);
        }
        state.phrase.add(name);
        state.separated = false;
        state.bracketed = false;
        if (state.phrase.size() > 1 || !Set.of("is", "at").contains(name)) {
            state.valued = null;
        }
        if (LineCounts.isLink(name) && counts.hasName() && state.phrase.size() == 1) {
            state.phrase.clear();
            state.separated = true;
        }
    }

    /** A text follows a name: it may say of which data the line is. */
    private void assigned(String value) {
        if (SPLIT_KEYS.contains(state.last().toLowerCase(Locale.ROOT))) {
            lineNames.say(value.split("_", 2)[0]);
        } else {
            lineNames.section(state.phrase);
        }
        state.phrase.clear();
    }

    private void mark(char c) {
        state.at++;
        switch (c) {
            case ':', '=', '\u2192' -> state.separated = true;
            case '-' -> {
                if (!state.isAtEnd() && state.here() == '>') {
                    state.at++;
                    state.separated = true;
                } else {
                    cut();
                }
            }
            case '<' -> {
                int behind = LineMarks.afterPlaceholder(line, state.at);
                if (behind == state.at) {
                    cut();
                }
                state.at = behind;
            }
            case '|' -> {
                int endOfBar = ProgressBar.endBetweenBars(line, state.at);
                if (endOfBar > 0) {
                    read.bar = true;
                    state.at = endOfBar;
                    cut();
                } else if (line.startsWith("|", state.at) || !LineMarks.isBeforeNumber(line, state.at)) {
                    cut();
                } else {
                    state.separated |= !state.phrase.isEmpty();
                }
            }
            case '[', '(' -> open(c);
            case '{' -> {
                state.inLosses = !state.phrase.isEmpty() && state.last().equalsIgnoreCase("losses");
                lineNames.section(state.phrase);
                state.forget();
            }
            case '}' -> {
                state.inLosses = false;
                cut();
            }
            case '#' -> number();
            case '%', '*', '@', '~', '\u00b1', '.', '\\', '/', '\u2191', '\u2193', '$' -> {}
            case ',', ';' -> {
                // ('loss', 2.5), loss;2.5
                if (state.phrase.size() == 1 && isTied()) {
                    state.separated = true;
                } else {
                    cut();
                }
            }
            default -> cut();
        }
    }

    /** True if the comma behind which the line stands is between a name and its number. */
    private boolean isTied() {
        char before = state.at > 1 ? line.charAt(state.at - 2) : ' ';
        boolean quoted = (before == '\'' || before == '"') && LineMarks.isBeforeNumber(line, state.at);
        boolean bare = (Character.isLetter(before) || before == '_')
                && !state.isAtEnd()
                && LineMarks.startsNumber(line, state.at);
        return quoted || bare;
    }

    /** {@code #3}: a count where a word that counts stands before it, or nothing; else the number of something. */
    private void number() {
        boolean counts = state.phrase.isEmpty()
                ? line.substring(0, state.at - 1).isBlank()
                : CountWords.isEpoch(state.last()) || CountWords.isStep(state.last());
        if (!counts) {
            state.at = LineMarks.afterDigits(line, state.at);
        }
    }

    private void open(char c) {
        int endOfBar = c == '[' ? ProgressBar.endInBrackets(line, state.at) : 0;
        if (endOfBar > 0) {
            read.bar = true;
            state.at = endOfBar;
            cut();
            return;
        }
        Optional<FractionText> counted = c == '[' ? ProgressBar.countInBrackets(line, state.at) : Optional.empty();
        if (counted.isPresent()) {
            read.bar = true;
            state.at = counted.get().end();
            cut();
            counts.position(
                    new Count(counted.get().value(), (long) counted.get().total()));
            return;
        }
        int close = line.indexOf(c == '[' ? ']' : ')', state.at);
        if (close > state.at && close - state.at < 20) {
            Optional<String> said = names.split(line.substring(state.at, close).strip());
            if (said.isPresent()) {
                lineNames.say(said.get());
                state.at = close + 1;
                return;
            }
        }
        if (c == '(' && !state.phrase.isEmpty() && LineMarks.isRemark(line, state.at, close)) {
            state.at = close + 1;
            return;
        }
        boolean counting = !state.phrase.isEmpty()
                && (CountWords.isEpoch(state.last())
                        || CountWords.isStep(state.last())
                        || state.separated && names.kind(state.last()) != TextNames.Kind.METRIC);
        boolean keeps = (counting || counts.hasName()) && LineMarks.isBeforeNumber(line, state.at);
        if (!keeps) {
            String before = state.valued;
            cut();
            state.valued = c == '(' ? before : null;
        }
        state.bracketed = true;
    }

    private void bar() {
        int end = ProgressBar.isBlock(state.here())
                ? ProgressBar.endOfBlocks(line, state.at)
                : ProgressBar.endOfDrawn(line, state.at);
        read.bar |= !ProgressBar.isBlock(state.here()) || ProgressBar.isBar(line, state.at, end);
        state.at = end;
        cut();
    }

    /** The words so far are no name of a number. */
    private void cut() {
        lineNames.section(state.phrase);
        state.forget();
        state.valued = null;
    }
}
