package io.gradwatch.agent.logs.text.table;

import io.gradwatch.agent.logs.text.line.Count;
import io.gradwatch.agent.logs.text.line.CountWords;
import io.gradwatch.agent.logs.text.line.NumberText;
import io.gradwatch.agent.logs.text.line.ReadLine;
import io.gradwatch.agent.logs.text.line.TextNames;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tables of names and values between lines, one for each row of the log, as Stable-Baselines prints them: {@code |
 * train/ | |}, {@code | loss | 0.5 |}.
 */
final class BoxTable {

    private static final Pattern CELLS = Pattern.compile(
            "^[|\u2502\u2503]\\s*([^|\u2502\u2503]{1,80}?)\\s*[|\u2502\u2503]\\s*([^|\u2502\u2503]{0,40}?)\\s*[|\u2502\u2503]$");
    private static final Pattern EDGE = Pattern.compile("^[-+=\u2500-\u257f]{5,}$");
    private static final int MOST_VALUES = 500;

    private final TextNames names;
    private ReadLine read;
    private String group = "";

    BoxTable(TextNames names) {
        this.names = names;
    }

    /** True if the line is of such a table. */
    boolean takes(String line) {
        Matcher cells = CELLS.matcher(line);
        if (!cells.find()) {
            return false;
        }
        if (read == null) {
            read = new ReadLine();
            read.clear = true;
            group = "";
        }
        String name = cells.group(1);
        String value = cells.group(2);
        if (value.isEmpty()) {
            group = name.endsWith("/") ? name : "";
            return true;
        }
        if (read.values.size() < MOST_VALUES) {
            NumberText.of(value).ifPresent(number -> put(group + name, number.text()));
        }
        return true;
    }

    private void put(String name, String value) {
        String last = name.substring(name.lastIndexOf('/') + 1);
        TextNames.Kind kind = names.kind(name);
        boolean whole = value.matches("\\d{1,15}(?:\\.0)?");
        if (kind == TextNames.Kind.EPOCH && whole) {
            read.epoch = read.epoch == null ? new Count(Double.parseDouble(value), -1) : read.epoch;
        } else if ((kind == TextNames.Kind.STEP || CountWords.isStep(last)) && whole) {
            if (read.step == null || rank(last) < rank(read.stepWord)) {
                read.step = new Count(Double.parseDouble(value), -1);
                read.stepWord = last;
            }
        } else if (kind != TextNames.Kind.STEP && kind != TextNames.Kind.EPOCH) {
            read.put(name, value);
        }
    }

    /** Steps of the environment are those of the whole training. */
    private static int rank(String word) {
        String plain = word.toLowerCase(Locale.ROOT);
        boolean best = !CountWords.isStep(word) && (plain.contains("step") || plain.contains("interact"));
        return best ? 0 : CountWords.rank(word);
    }

    /** The table that an edge ends; empty where it ends none. */
    Optional<ReadLine> ended(String line) {
        if (read == null || !EDGE.matcher(line).find() || read.values.size() < 2) {
            return Optional.empty();
        }
        ReadLine whole = read;
        read = null;
        whole.shape = "box";
        return Optional.of(whole);
    }
}
