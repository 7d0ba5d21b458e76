package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.CountWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.pattern.TextSteps;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** Lines of one shape: the same words with other numbers. */
final class LineShape {

    /** Rows without a count are taken so late, as those that count come soon, or the job waits. */
    private static final int ENOUGH_UNCOUNTED = 60;

    static final int FEWEST_UNCOUNTED = 3;

    final List<ReadLine> lines = new ArrayList<>();
    final Set<String> counts = new HashSet<>();
    final Set<String> losses = new HashSet<>();

    void add(ReadLine line) {
        lines.add(line);
        counts.add(count(line));
        losses.add(String.valueOf(line.values));
    }

    /** Epoch and step of a line as text; empty where it counts nothing. */
    static String count(ReadLine line) {
        return line.counts()
                ? (line.epoch == null ? "" : line.epoch.value()) + "/"
                        + (line.step == null ? "" : line.step.value() + "/" + line.step.total())
                : "";
    }

    /** True if its lines are rows. */
    boolean isCertain(boolean over) {
        ReadLine first = lines.get(0);
        boolean counted = first.counts() && counts.size() > 1;
        if (counted) {
            return first.clear || lines.size() > 2 || over && lines.size() > 1;
        }
        if (losses.size() >= (over ? FEWEST_UNCOUNTED : ENOUGH_UNCOUNTED)) {
            return true;
        }
        return over && first.clear && first.ownCount;
    }

    /** True if what stands behind the slash of {@code Batch 3/100} goes on, and is no total. */
    boolean arePairs() {
        boolean counted = lines.stream()
                .allMatch(line -> line.epoch == null
                        && line.step != null
                        && CountWords.isBatch(line.stepWord)
                        && line.step.total() >= 0);
        long totals = counted
                ? lines.stream().map(line -> line.step.total()).distinct().count()
                : 0;
        long values = counted
                ? lines.stream().map(line -> line.step.value()).distinct().count()
                : 0;
        return totals > 2
                && (values < totals || lines.stream().anyMatch(line -> line.step.value() > line.step.total()));
    }

    /**
     * Count of the rows.
     *
     * @param ends true if only the last states of bars are rows
     */
    TextSteps.Mode mode(boolean ends) {
        List<ReadLine> rows =
                lines.stream().filter(line -> !ends || line.isEndOfBar()).toList();
        long epochs = rows.stream()
                .map(line -> line.epoch)
                .filter(Objects::nonNull)
                .filter(Count::isWhole)
                .mapToDouble(Count::value)
                .distinct()
                .count();
        long steps = rows.stream()
                .map(line -> line.step)
                .filter(Objects::nonNull)
                .mapToDouble(Count::value)
                .distinct()
                .count();
        boolean atEnd = rows.stream().allMatch(line -> line.step != null && line.step.isLast());
        boolean allEpochs = rows.stream().allMatch(line -> line.epoch != null && line.epoch.isWhole());
        if (steps > 0 && !atEnd) {
            return TextSteps.Mode.STEP;
        }
        if (allEpochs && (epochs == rows.size() || ends && epochs > 0 || epochs > 1 && atEnd)) {
            return TextSteps.Mode.EPOCH;
        }
        return steps > 1 && atEnd || steps > 0 && rows.size() == 1 && !ends ? TextSteps.Mode.STEP : TextSteps.Mode.ROW;
    }
}
