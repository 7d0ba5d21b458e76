package io.gradwatch.agent.logs.text.line;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Counts of epochs and steps in one line: which numbers they are, and the best where several count. */
final class LineCounts {

    private static final Set<String> LINKS =
            Set.of("at", "after", "for", "in", "on", "over", "is", "was", "of", "the", "to");
    private static final Set<String> PASSED = Set.of("after", "at", "completed", "finished", "done", "past");
    private static final int MOST_RANGE_CHARS = 16;

    private final TextNames names;
    private final LineNames lineNames;
    private final ReadLine read;
    private final StringBuilder shape;
    /** Name before a count, as {@code Score} in {@code Score at iteration 10 is 2.1}. */
    private List<String> named = List.of();
    /** Place in the data: {@code data=4/240}. */
    private Count unknown;
    /** Count that explains the value before it. */
    private Count explained;

    /** @param shape of the line, which counts become part of */
    LineCounts(TextNames names, LineNames lineNames, ReadLine read, StringBuilder shape) {
        this.names = names;
        this.lineNames = lineNames;
        this.read = read;
        this.shape = shape;
    }

    /** True if the word only links a name with its number. */
    static boolean isLink(String word) {
        return LINKS.contains(word.toLowerCase(Locale.ROOT));
    }

    /** Takes a number as a count where the word before it counts. */
    boolean take(List<String> phrase, Count count) {
        if (phrase.isEmpty() || CountWords.isOther(phrase)) {
            return false;
        }
        String word = last(phrase);
        String whole = String.join("_", phrase);
        TextNames.Kind kind = names.kind(whole);
        boolean epoch = CountWords.isEpoch(word) || kind == TextNames.Kind.EPOCH;
        boolean step = !epoch && (CountWords.isStep(word) || kind == TextNames.Kind.STEP);
        if (!epoch && !step) {
            return false;
        }
        shape.append(CountWords.plain(word)).append(';');
        rememberName(phrase);
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

    private void rememberName(List<String> phrase) {
        for (int i = phrase.size() - 2; i > 0; i--) {
            if (isLink(phrase.get(i))) {
                named = List.copyOf(phrase.subList(0, i));
                return;
            }
        }
    }

    /** {@code After 100 updates}: the word that counts stands behind the number. */
    boolean takeBehind(List<String> phrase, String line, int end, double value) {
        int from = LineMarks.afterBlanks(line, end);
        if (phrase.isEmpty() || from == end || from >= line.length() || !Character.isLetter(line.charAt(from))) {
            return false;
        }
        String word = line.substring(from, LineWords.end(line, from));
        boolean passed = PASSED.contains(last(phrase).toLowerCase(Locale.ROOT));
        boolean counts = CountWords.isStep(word) || CountWords.isEpoch(word);
        return passed && counts && take(List.of(word), new Count(value, -1));
    }

    /** {@code acc: 40.000% (51/128)}: what a value is made of, which counts where no other fraction does. */
    void explained(Count count) {
        explained = explained == null ? count : explained;
    }

    /** Place in the data, which counts where nothing else does. */
    void unknown(List<String> phrase, Count count) {
        if (unknown == null && CountWords.isData(last(phrase)) && !CountWords.isOther(phrase)) {
            unknown = count;
        }
    }

    /** The line is over. */
    void end() {
        if (explained != null && read.step == null) {
            position(explained);
        }
        if (unknown != null && read.step == null && !read.values.isEmpty()) {
            position(unknown);
        }
    }

    /** A fraction without a name, the place in the epoch. */
    void position(Count count) {
        if (read.step == null) {
            read.step = count;
            read.stepWord = "";
            shape.append("/;");
        }
    }

    /** A number that leads the line. */
    void leading(double value) {
        read.step = new Count(value, -1);
        read.stepWord = "";
        shape.append("#;");
    }

    /** A number without a fraction that is an epoch, where none was met. */
    boolean epoch(double value) {
        if (read.epoch != null) {
            return false;
        }
        read.epoch = new Count(value, -1);
        shape.append("epoch;");
        return true;
    }

    /** {@code Train: 0 [50/500]}: the number behind the word for data, before a bracket, is the epoch. */
    boolean epochBehindSplit(List<String> phrase, String line, int end) {
        int next = LineMarks.afterBlanks(line, end);
        boolean epoch = phrase.size() == 1
                && read.epoch == null
                && names.split(last(phrase)).isPresent()
                && next < line.length()
                && line.charAt(next) == '[';
        if (epoch) {
            int start = end;
            while (start > 0 && LineMarks.isDigit(line.charAt(start - 1))) {
                start--;
            }
            epoch(Double.parseDouble(line.substring(start, end)));
            lineNames.say(last(phrase));
        }
        return epoch;
    }

    /** {@code Train: 1/80}: how far the data, or the epochs before the place in brackets, are; no value of them. */
    boolean placeBehindSplit(List<String> phrase, String line, int end, Count count) {
        if (phrase.size() != 1 || names.split(last(phrase)).isEmpty()) {
            return false;
        }
        lineNames.say(last(phrase));
        if (line.indexOf('[', end) >= 0 && read.epoch == null) {
            read.epoch = count;
            shape.append("epoch;");
        } else {
            position(count);
        }
        return true;
    }

    /** The end of {@code 100-200} in {@code Batch [100-200]}, of which what is done counts; empty where it is none. */
    Optional<Integer> range(List<String> phrase, String line, int at) {
        if (phrase.isEmpty() || !CountWords.isStep(last(phrase))) {
            return Optional.empty();
        }
        int first = LineMarks.afterDigits(line, at);
        if (first == line.length() || line.charAt(first) != '-') {
            return Optional.empty();
        }
        int begin = LineMarks.afterBlanks(line, first + 1);
        int second = LineMarks.afterDigits(line, begin);
        if (second == begin || second - first > MOST_RANGE_CHARS) {
            return Optional.empty();
        }
        take(phrase, new Count(Double.parseDouble(line.substring(begin, second)), -1));
        return Optional.of(second);
    }

    /** True if the words as a whole count steps since the start of the training. */
    boolean areGlobal(List<String> phrase) {
        return !phrase.isEmpty() && names.kind(String.join("_", phrase)) == TextNames.Kind.STEP;
    }

    boolean hasName() {
        return !named.isEmpty();
    }

    /** The name that stands before a count, for the number behind it; once. */
    List<String> takeName() {
        List<String> taken = named;
        named = List.of();
        return taken;
    }

    private static String last(List<String> phrase) {
        return phrase.get(phrase.size() - 1);
    }
}
