package io.gradwatch.agent.logs.text.table;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Marks between the columns of a table that a program prints. */
enum TableCells {
    /** Lines: {@code | 1 | 2.5 |}; an empty cell is one. */
    RULES("[|\u2502\u2503\u2551\u250a]"),
    /** Tabs, or several blanks, so that names may have blanks. */
    WIDE("\t+|\\s{2,}"),
    BLANKS("\\s+"),
    COMMAS(",");

    static final int MOST = 60;
    private static final Pattern EDGES = Pattern.compile("^[|\u2502\u2503\u2551\u250a]|[|\u2502\u2503\u2551\u250a]$");

    private final Pattern between;

    TableCells(String between) {
        this.between = Pattern.compile(between);
    }

    /** The cells of a line; empty where it has no such marks. */
    List<String> of(String line) {
        String text = line.strip();
        if (this == RULES) {
            String inner = EDGES.matcher(text).replaceAll("");
            if (inner.equals(text) && !between.matcher(inner).find()) {
                return List.of();
            }
            text = inner;
        }
        return Arrays.stream(between.split(text, MOST + 1))
                .map(String::strip)
                .filter(cell -> !cell.isEmpty() || this == RULES)
                .toList();
    }

    /** The names of a heading over two lines; empty where the lines do not fit. */
    List<String> joined(String first, String second) {
        List<String> above = of(first);
        List<String> below = of(second);
        if (above.size() != below.size() || above.size() < 3) {
            return List.of();
        }
        return IntStream.range(0, above.size())
                .mapToObj(i -> (above.get(i) + " " + below.get(i)).strip())
                .toList();
    }
}
