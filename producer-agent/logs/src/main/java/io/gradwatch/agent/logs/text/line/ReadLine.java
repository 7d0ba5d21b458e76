package io.gradwatch.agent.logs.text.line;

import java.util.LinkedHashMap;
import java.util.Map;

/** Content of one line: its numbers by their names, and their place in the training. */
public final class ReadLine {

    /** Numbers as texts by their names, in the order of the line. */
    public final Map<String, String> values = new LinkedHashMap<>();
    /** The means in brackets behind values, by the names of the values. */
    public final Map<String, String> means = new LinkedHashMap<>();
    /** Place of the line's end in the file. */
    public long position;
    /** The same of the first of the lines that were put together to it. */
    public long first;

    /** True if it says a count itself, and not a line before it. */
    public boolean ownCount;

    public Count epoch;
    public Count step;
    /** The word by which {@link #step} is counted; empty for a count without a name, such as {@code [50/1000]}. */
    public String stepWord = "";

    /** The data that it is of, as the line says it; null where it does not, or says that it is training data. */
    public String split;
    /** True if it is the state of a progress bar. */
    public boolean bar;
    /** True if another state was written over it. */
    public boolean overwritten;
    /** True if it is a row of a table, or has separators between names and numbers. */
    public boolean clear;
    /** True if it ends a training: the last epoch that was announced. */
    public boolean last;
    /** The words of the line, which it shares with the others of its kind. */
    public String shape = "";

    public boolean counts() {
        return epoch != null || step != null;
    }

    /** Takes a count and its total for an epoch and a count. */
    public void splitCount() {
        if (epoch == null && step != null && CountWords.isBatch(stepWord) && step.total() >= 0) {
            epoch = new Count(step.value(), -1);
            step = new Count(step.total(), -1);
        }
    }

    public void put(String name, String value) {
        values.putIfAbsent(name, value);
    }

    /** True if a bar is at its end. */
    public boolean isEndOfBar() {
        return bar && step != null && step.isLast();
    }

    @Override
    public String toString() {
        return "epoch " + epoch + " step " + stepWord + " " + step + " split " + split + " bar " + bar + " " + values;
    }
}
