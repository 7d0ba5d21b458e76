package io.gradwatch.agent.logs.layers;

import io.gradwatch.agent.logs.csv.Delimiter;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.config.NearestName;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Rows of a file of {@link LayerStatistics}. Commas, or another mark of the heading, separate the cells; every row must
 * have the columns of the heading. Only the row at hand is in memory.
 */
final class LayerRows implements AutoCloseable {

    private static final List<String> COLUMNS = List.of(
            "step", "epoch", "layer", "activation", "zero_frac", "sat_frac", "act_std", "weight_norm", "grad_norm");
    private static final int LONGEST_NAME_CHARS = 200;
    private static final int LONGEST_CELL_CHARS = 10_000;
    private static final char REPLACEMENT = '\uFFFD';

    private final TextLines lines;
    private final Delimiter delimiter;
    private final List<String> columns;
    private List<String> cells = List.of();

    /** @throws UnreadableLogException when the file lacks step or layer, or has a column that is not known */
    static LayerRows open(Path file) throws UnreadableLogException {
        // Bytes of no character become replacement characters, so that the rows before them are still read.
        TextLines lines = TextLines.open(file, false, TextLines.Style.LENIENT);
        try {
            return new LayerRows(lines);
        } catch (UnreadableLogException e) {
            lines.close();
            throw e;
        }
    }

    private LayerRows(TextLines lines) throws UnreadableLogException {
        this.lines = lines;
        String heading = lines.next().orElse("");
        delimiter = Delimiter.of(heading);
        columns = cells(heading);
        Set<String> names = new HashSet<>();
        for (String column : columns) {
            if (!names.add(column.toLowerCase(Locale.ROOT))) {
                throw problem("names the column '" + Shown.text(column.toLowerCase(Locale.ROOT)) + "' twice");
            }
        }
        for (String required : List.of("step", "layer")) {
            if (!columns.contains(required)) {
                throw problem("has no column " + required + "; expected " + String.join(",", COLUMNS));
            }
        }
        for (String column : columns) {
            if (!COLUMNS.contains(column)) {
                String nearest = NearestName.of(column, COLUMNS);
                throw problem("has the column '" + Shown.text(column) + "', which is not known; "
                        + (nearest == null ? "expected " + String.join(",", COLUMNS) : "the nearest is " + nearest));
            }
        }
    }

    /** Goes to the next row; false after the last one. */
    boolean next() throws UnreadableLogException {
        Optional<String> line = lines.next();
        if (line.isEmpty()) {
            return false;
        }
        cells = cells(line.get());
        if (cells.size() != columns.size()) {
            throw problem("has " + cells.size() + " columns; expected " + columns.size() + ", as the heading has");
        }
        return true;
    }

    private List<String> cells(String line) throws UnreadableLogException {
        List<String> found = delimiter.cells(line);
        for (String cell : found) {
            if (cell.indexOf(REPLACEMENT) >= 0) {
                throw problem("has bytes that are not UTF-8 in '" + Shown.text(cell) + "'");
            }
            if (cell.length() > LONGEST_CELL_CHARS) {
                throw problem("has a cell of more than " + LONGEST_CELL_CHARS + " characters");
            }
        }
        return found;
    }

    long step() throws UnreadableLogException {
        String text = text("step");
        OptionalDouble number = LoggedNumber.parse(text);
        if (number.isEmpty() || LoggedNumber.step(number.getAsDouble()).isEmpty()) {
            throw problem("step", text, "a whole number from 0");
        }
        return (long) number.getAsDouble();
    }

    String layer() throws UnreadableLogException {
        String name = text("layer");
        if (name.isEmpty() || name.length() > LONGEST_NAME_CHARS) {
            throw problem("layer", name, "a name of 1 to " + LONGEST_NAME_CHARS + " characters");
        }
        return name;
    }

    /** The text of a cell, empty where it is empty or there is no such column. */
    String text(String column) {
        int index = columns.indexOf(column);
        return index < 0 ? "" : cells.get(index);
    }

    /** The number in a cell, null where it is empty. */
    Double number(String column) throws UnreadableLogException {
        String text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        return LoggedNumber.parse(text).orElseThrow(() -> problem(column, text, "a number, nan, inf or nothing"));
    }

    /** The fraction in a cell, null where it is empty or nan. */
    Double fraction(String column) throws UnreadableLogException {
        Double number = number(column);
        if (number != null && (number < 0 || number > 1)) {
            throw problem(column, text(column), "a fraction from 0 to 1, nan or nothing");
        }
        return number == null || number.isNaN() ? null : number;
    }

    private UnreadableLogException problem(String column, String text, String expected) {
        return problem(column + " was '" + Shown.text(text) + "'; expected " + expected);
    }

    private UnreadableLogException problem(String says) {
        return lines.problem(says, null);
    }

    @Override
    public void close() {
        lines.close();
    }
}
