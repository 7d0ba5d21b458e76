package io.gradwatch.agent.logs.text.table;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.CountWords;
import io.gradwatch.agent.logs.text.line.LineScanner;
import io.gradwatch.agent.logs.text.line.NumberText;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Blocks of indented names and values under a heading, one for each row of the log, as Ray prints them: {@code Result
 * for trial_1:}, {@code loss: 2.5}, {@code training_iteration: 3}.
 */
final class IndentedBlock {

    private static final Pattern HEADING = Pattern.compile("^[A-Za-z][^:=]{0,120}:$");
    private static final Pattern VALUE = Pattern.compile("^[ \\t]+([A-Za-z][\\w./-]{0,80}):(?:[ \\t]+(\\S.*))?$");
    private static final int MOST_LINES = 1_000;

    private final TextNames names;
    private final List<String> lines = new ArrayList<>();
    private ReadLine read;
    private boolean headed;

    IndentedBlock(TextNames names) {
        this.names = names;
    }

    /**
     * True if the line is of such a block.
     *
     * @param raw with its indentation
     */
    boolean takes(String raw) {
        Matcher value = headed ? VALUE.matcher(raw) : null;
        if (value == null || !value.find() || lines.size() == MOST_LINES) {
            headed = HEADING.matcher(raw).matches();
            return false;
        }
        read = read == null ? new ReadLine() : read;
        lines.add(raw.strip());
        if (value.group(2) != null) {
            String name = value.group(1);
            NumberText.of(value.group(2)).ifPresent(number -> put(name, number));
        }
        return true;
    }

    private void put(String name, NumberText number) {
        TextNames.Kind kind = names.kind(name);
        if (kind == TextNames.Kind.STEP || CountWords.isStep(name)) {
            if (read.step == null && number.whole()) {
                read.step = new Count(Double.parseDouble(number.text()), -1);
                read.stepWord = name;
            }
        } else if (kind == TextNames.Kind.EPOCH) {
            boolean first = read.epoch == null && Double.isFinite(number.value());
            read.epoch = first ? new Count(number.value(), -1) : read.epoch;
        } else {
            read.put(name, number.text());
        }
    }

    boolean isOpen() {
        return read != null;
    }

    /** The block as a row, where it counts; else each of its lines for itself. */
    List<ReadLine> end() {
        ReadLine whole = read;
        List<String> own = List.copyOf(lines);
        read = null;
        headed = false;
        lines.clear();
        if (whole == null) {
            return List.of();
        }
        whole.shape = "block";
        whole.clear = true;
        boolean row = whole.counts() && whole.values.size() > 1;
        return row
                ? List.of(whole)
                : own.stream().map(line -> LineScanner.read(line, names)).toList();
    }
}
