package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.LineMarks;
import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The evaluation at hand, from one line or several, and what was told of those before: a program that shows the last
 * evaluation beside each row has made it once.
 */
final class EvaluationRow {

    private final RowNames names;
    private final Map<String, String> told = new HashMap<>();
    /** Names of values at hand that a line behind them may say again. */
    private final Set<String> unsaid = new HashSet<>();

    private ReadLine line;
    /** True if it is under way: its values are means so far. */
    private boolean progress;

    EvaluationRow(RowNames names) {
        this.names = names;
    }

    boolean isThere() {
        return line != null;
    }

    /** True if the line goes on with it, and does not begin another. */
    boolean takes(ReadLine more) {
        if (line == null) {
            return false;
        }
        boolean other = more.step != null && line.step != null && more.step.value() != line.step.value()
                || more.epoch != null && line.epoch != null && more.epoch.value() != line.epoch.value();
        boolean again = more.values.keySet().stream()
                .anyMatch(name -> line.values.containsKey(name) && !unsaid.contains(name) && !LossWords.isNoise(name));
        return progress || !other && !again;
    }

    void begin(ReadLine first, boolean underWay) {
        line = first;
        progress = underWay;
        unsaid.clear();
    }

    void add(ReadLine more, boolean underWay) {
        if (progress && underWay) {
            line.values.clear();
        }
        line.values.putAll(more.values);
        unsaid.removeAll(more.values.keySet());
        line.position = more.position;
        progress = underWay;
    }

    /** Only the place of what is at hand says that it is an evaluation: a line that says it tells the same values. */
    void mayBeToldAgain() {
        unsaid.addAll(line.values.keySet());
    }

    /** True if values without a word for their data are a summary of what is under way. */
    boolean isSummarizedBy(ReadLine more) {
        return line != null
                && progress
                && more.values.keySet().stream().allMatch(name -> line.values.containsKey(withSplit(name)));
    }

    void summarize(ReadLine more) {
        more.values.forEach((name, value) -> line.values.put(withSplit(name), value));
        line.position = more.position;
        progress = false;
    }

    private String withSplit(String name) {
        return line.split == null ? name : line.split + "/" + name;
    }

    /** The evaluation at hand, which is complete. */
    ReadLine end() {
        ReadLine whole = line;
        line = null;
        progress = false;
        return whole;
    }

    /**
     * Takes out of a row the evaluations that were told before, where all of them were.
     *
     * @param rounded true if any number with fewer digits is the same, as bars show them
     */
    void leaveOutTold(Map<String, String> values, boolean rounded) {
        boolean known = values.entrySet().stream()
                .filter(value -> names.isEvaluation(value.getKey()))
                .allMatch(value -> rounded || RoundedNumber.isPrecise(value.getValue())
                        ? RoundedNumber.isSame(value.getValue(), told.get(value.getKey()))
                        : value.getValue().equals(told.get(value.getKey()))
                                && LineMarks.isDigit(
                                        value.getValue().charAt(value.getValue().length() - 1)));
        if (known) {
            values.keySet().removeIf(names::isEvaluation);
        }
    }

    void tell(Map<String, String> values) {
        values.forEach((name, value) -> {
            if (names.isEvaluation(name)) {
                told.put(name.replace('/', '_'), value);
                told.put(name, value);
            }
        });
    }
}
