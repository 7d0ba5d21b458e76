package io.gradwatch.agent.logs.text;

import java.util.LinkedHashMap;
import java.util.Map;

/** What one line says: its numbers by their names, and where in the training they are of. */
final class ReadLine {

    /** Numbers as texts by their names, in the order of the line. */
    final Map<String, String> values = new LinkedHashMap<>();
    /** The means in brackets behind values, by the names of the values. */
    final Map<String, String> means = new LinkedHashMap<>();
    /** Place of the line's end in the file. */
    long position;

    /** Whether it says a count itself, and not a line before it. */
    boolean ownCount;

    Count epoch;
    Count step;
    /** The word by which {@link #step} is counted; empty for a count without a name, such as {@code [50/1000]}. */
    String stepWord = "";

    /** The data that it is of, as the line says it; null where it does not, or says that it is training data. */
    String split;
    /** Whether it is the state of a progress bar. */
    boolean bar;
    /** Whether another state was written over it. */
    boolean overwritten;
    /** Whether it is a row of a table, or has separators between names and numbers. */
    boolean clear;
    /** Whether it ends a training: the last epoch that was announced. */
    boolean last;
    /** The words of the line, which it shares with the others of its kind. */
    String shape = "";

    boolean counts() {
        return epoch != null || step != null;
    }

    /** What looked like a count with its total is an epoch with a count. */
    void splitCount() {
        if (epoch == null && step != null && CountWords.isBatch(stepWord) && step.total() >= 0) {
            epoch = new Count(step.value(), -1);
            step = new Count(step.total(), -1);
        }
    }

    void put(String name, String value) {
        values.putIfAbsent(name, value);
    }

    /** Whether a bar is at its end. */
    boolean isEndOfBar() {
        return bar && step != null && step.isLast();
    }

    @Override
    public String toString() {
        return "epoch " + epoch + " step " + stepWord + " " + step + " split " + split + " bar " + bar + " " + values;
    }
}
