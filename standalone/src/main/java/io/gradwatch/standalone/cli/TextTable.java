package io.gradwatch.standalone.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A table in aligned columns: numbers to the right, words to the left, nothing between the lines. */
public final class TextTable {

    private static final String GAP = "  ";

    private final List<String> heading;
    private final Set<Integer> numbers = new TreeSet<>();
    private final List<List<String>> rows = new ArrayList<>();

    /** @param heading names of the columns; the first holds words, the others numbers */
    public TextTable(String... heading) {
        this.heading = Stream.of(heading).map(Terminal::plain).toList();
        for (int column = 1; column < heading.length; column++) {
            numbers.add(column);
        }
    }

    /** Declares that a column, from 0, holds words too. */
    public TextTable words(int... columns) {
        for (int column : columns) {
            numbers.remove(column);
        }
        return this;
    }

    /** Adds a row, a cell for each column. */
    public TextTable row(Object... cells) {
        List<String> row = new ArrayList<>();
        for (Object cell : cells) {
            row.add(Terminal.plain(cell.toString()));
        }
        rows.add(List.copyOf(row));
        return this;
    }

    /** Writes the lines, the heading first. */
    public void print(PrintWriter out) {
        lines().forEach(out::println);
    }

    /** The lines, the heading first. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(line(heading));
        rows.forEach(row -> lines.add(line(row)));
        return lines;
    }

    private String line(List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int column = 0; column < cells.size(); column++) {
            String cell = cells.get(column);
            String padding = " ".repeat(width(column) - cell.length());
            line.append(column == 0 ? "" : GAP).append(numbers.contains(column) ? padding + cell : cell + padding);
        }
        return line.toString().stripTrailing();
    }

    private int width(int column) {
        return Math.max(
                heading.get(column).length(),
                rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0));
    }
}
