package io.gradwatch.agent.logs.text.row;

import io.gradwatch.agent.logs.text.line.LossWords;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.pattern.TextSteps;
import java.util.Set;

/**
 * Reading of the rows of a text.
 *
 * @param mode count of the rows
 * @param continued shapes that others of the same row follow
 * @param shape of its rows; empty where they have none of their own
 * @param names of the values of its rows
 * @param byBars true if progress bars are the rows
 * @param byStates true if each state of a bar is one, and not only the last
 * @param byPairs true if {@code 3/100} counts an epoch and a batch in it
 * @param byAccuracy true if it tells no loss, and lines with an accuracy are the rows
 */
public record RowReading(
        TextSteps.Mode mode,
        Set<String> continued,
        String shape,
        Set<String> names,
        boolean byBars,
        boolean byStates,
        boolean byPairs,
        boolean byAccuracy) {

    /** True if a line with a loss can be a row, or only tells evaluations. */
    public boolean isRow(ReadLine line) {
        boolean uncounted = mode == TextSteps.Mode.ROW || byBars && !line.bar;
        return !uncounted
                || line.values.keySet().stream().anyMatch(name -> names.contains(name) && !LossWords.isNoise(name))
                        && (!byBars || line.bar);
    }
}
