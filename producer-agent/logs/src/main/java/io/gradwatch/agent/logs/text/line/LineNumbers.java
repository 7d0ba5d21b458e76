package io.gradwatch.agent.logs.text.line;

import java.util.Optional;

/** Numbers of a line: each is a count, a value with the name that stands before it, or nothing. */
final class LineNumbers {

    private static final int MOST_BAR_CHARS = 400;

    private final LineState state;
    private final String line;
    private final TextNames names;
    private final LineNames lineNames;
    private final LineCounts counts;
    private final ReadLine read;
    private final StringBuilder shape;

    LineNumbers(LineState state, TextNames names, LineNames lineNames, ReadLine read, StringBuilder shape) {
        this.state = state;
        this.line = state.line;
        this.names = names;
        this.lineNames = lineNames;
        this.counts = new LineCounts(names, lineNames, read, shape);
        this.read = read;
        this.shape = shape;
    }

    LineCounts counts() {
        return counts;
    }

    /** Takes the number that begins here. */
    void take() {
        NumberText number = NumberText.at(line, state.at);
        if (number.text() == null) {
            state.at = counts.range(state.phrase, line, state.at).orElse(number.end());
            state.bracketed = false;
            state.forget();
            return;
        }
        Optional<Integer> range = number.whole() && line.startsWith("- ", number.end())
                ? counts.range(state.phrase, line, state.at)
                : Optional.empty();
        if (range.isPresent()) {
            // "Minibatch[   1- 500]"
            state.at = range.get();
            state.forget();
            return;
        }
        Optional<FractionText> fraction = FractionText.of(line, number);
        state.at = fraction.map(FractionText::end).orElse(number.end());
        if (fraction.isPresent()) {
            fraction(fraction.get().value(), fraction.get().total());
        } else {
            value(number);
            state.at = NumberText.afterUnit(line, state.at);
        }
        if (state.endOfCall > 0) {
            state.at = Math.max(state.at, state.endOfCall);
            state.endOfCall = 0;
        }
    }

    private void fraction(double value, double total) {
        if (total == FractionText.SEVERAL) {
            counts.take(state.phrase, new Count(value, -1));
            state.forget();
            return;
        }
        boolean pair = !state.phrase.isEmpty() && CountWords.isBatch(state.last());
        if (!pair && (value > total || total < 1) || total > 1e15) {
            state.forget();
            return;
        }
        Count count = new Count(value, (long) total);
        if (counts.placeBehindSplit(state.phrase, line, state.at, count)) {
            state.forget();
            return;
        }
        if (!counts.take(state.phrase, count) && !state.phrase.isEmpty()) {
            counts.unknown(state.phrase, count);
            named(String.valueOf(value / total));
        } else if (state.phrase.isEmpty() && !state.separated) {
            if (state.bracketed && read.epoch == null && read.step == null && LineMarks.opensAnother(line, state.at)) {
                read.epoch = count;
            } else if (state.bracketed && state.valued != null) {
                counts.explained(count);
            } else {
                counts.position(count);
            }
        }
        state.forget();
    }

    private void value(NumberText number) {
        String text = number.text();
        if (number.percent() && state.at < line.length() && line.charAt(state.at) == '|') {
            int end = line.indexOf('|', state.at + 1);
            read.bar = true;
            state.at = end > 0 && end - state.at < MOST_BAR_CHARS ? end + 1 : state.at + 1;
            state.forget();
            return;
        }
        if (text.endsWith("e3") && line.charAt(state.at - 1) == 'K' && counts.areGlobal(state.phrase)) {
            counts.take(state.phrase, new Count(Double.parseDouble(text), -1, true));
            state.forget();
            return;
        }
        if (number.whole() && counts.takeBehind(state.phrase, line, state.at, Double.parseDouble(text))) {
            state.at = LineWords.end(line, LineMarks.afterBlanks(line, state.at));
            state.forget();
            return;
        }
        if (NumberText.isTime(line, state.at) && lineNames.isLoss(state.phrase)) {
            // "loss 2.5 | train 2.1s"
            state.forget();
            return;
        }
        boolean letter = state.separated
                && state.phrase.size() == 1
                && number.whole()
                && state.last().equalsIgnoreCase("e");
        if (letter && counts.epoch(Double.parseDouble(text))) {
            state.forget();
            return;
        }
        boolean counting = (number.whole() || text.endsWith(".0") && counts.areGlobal(state.phrase))
                && (counts.take(state.phrase, new Count(Double.parseDouble(text), -1))
                        || counts.epochBehindSplit(state.phrase, line, state.at));
        if (!counting && !state.phrase.isEmpty()) {
            boolean epoch = CountWords.isEpoch(state.last())
                    && !CountWords.isOther(state.phrase)
                    && LineMarks.isDigit(text.charAt(0));
            if (!epoch || !counts.epoch(Double.parseDouble(text))) {
                named(number.percent() ? "%" + text : text);
            }
        } else if (!counting) {
            unnamed(number);
        }
        state.forget();
    }

    private void unnamed(NumberText number) {
        if (state.valued != null && state.separated) {
            // "loss 2.5 -> 2.25"
            read.values.put(state.valued, number.text());
        } else if (counts.hasName() && state.separated) {
            state.phrase.addAll(counts.takeName());
            named(number.text());
        } else if (state.valued != null && state.at > 0 && state.bracketed) {
            read.means.put(state.valued, number.text());
        } else if (number.whole()
                && shape.length() == 0
                && read.step == null
                && LineMarks.isLeadingCount(line, state.at)) {
            counts.leading(Double.parseDouble(number.text()));
        } else if (state.bracketed
                && number.whole()
                && read.epoch != null
                && read.step == null
                && LineMarks.isInSecondBracket(line, state.at)) {
            counts.position(new Count(Double.parseDouble(number.text()), -1));
        }
    }

    private void named(String text) {
        // Prose links with words; what a mark separates was meant to be read by programs.
        boolean marked = state.separated;
        while (!state.phrase.isEmpty() && LineCounts.isLink(state.last())) {
            state.phrase.remove(state.phrase.size() - 1);
            state.separated = true;
        }
        if (state.phrase.isEmpty()) {
            state.phrase.addAll(counts.takeName());
        }
        if (state.inLosses && !lineNames.isLoss(state.phrase)) {
            // "Losses {'ner': 12.5}"
            state.phrase.add("loss");
        }
        Optional<String> name = lineNames.value(state.phrase, text, state.separated);
        name.ifPresent(found -> shape.append(found).append(';'));
        read.clear |= marked && name.isPresent();
        state.valued = name.orElse(null);
    }
}
