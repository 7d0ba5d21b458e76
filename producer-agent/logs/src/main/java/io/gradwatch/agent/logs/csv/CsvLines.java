package io.gradwatch.agent.logs.csv;

import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import io.gradwatch.agent.logs.names.LogSignal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Rows of a table that may grow. A row is a line: no cell of a log has line ends in it. Comments before the heading and
 * between the rows are left out; a table of numbers alone has no heading.
 */
final class CsvLines {

    private static final char COMMENT = '#';
    private static final Pattern DECIMAL_COMMA = Pattern.compile("[-+]?\\d+,\\d+(?:[eE][-+]?\\d+)?");

    private static final Pattern DECIMAL_POINT = Pattern.compile("[-+]?\\d+\\.\\d+(?:[eE][-+]?\\d+)?");
    /** {@code 1,000}, in a row of its own kind no decimal number. */
    private static final Pattern THOUSANDS = Pattern.compile("[-+]?[1-9]\\d{0,2}(?:,\\d{3})+(?:\\.\\d+)?");

    private final TextLines lines;
    private final String fileName;
    private Delimiter delimiter;
    private List<String> columns = List.of();
    /** The first row of a table without a heading. */
    private List<String> first;

    private boolean restarted;
    private boolean rowsSeen;

    /**
     * Reads the heading.
     *
     * @param file that tells a name for a table of one value
     * @throws UnreadableLogException when the lines do not begin with a heading
     */
    CsvLines(Path file, TextLines lines) throws UnreadableLogException {
        this.lines = lines;
        this.fileName = file.getFileName() == null ? "" : file.getFileName().toString();
        readHeading();
    }

    private void readHeading() throws UnreadableLogException {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            boolean comment = line.get().strip().charAt(0) == COMMENT;
            String text = comment ? line.get().strip().replaceFirst("#+", "") : line.get();
            Delimiter told = Delimiter.of(text);
            List<String> cells = told.cells(text);
            if (cells.size() > CsvHeading.MOST_COLUMNS) {
                throw problem(
                        "has more than " + CsvHeading.MOST_COLUMNS + " columns; expected the heading of a CSV log");
            }
            boolean names = CsvHeading.isHeading(cells);
            if (!comment || (names && cells.stream().anyMatch(CsvLines::isKnown))) {
                delimiter = told;
                columns = names ? CsvHeading.names(cells, fileName) : CsvHeading.ofNumbers(cells.size(), fileName);
                first = names ? null : decimals(cells);
                return;
            }
        }
        throw lines.problem("has no whole heading", null);
    }

    private static boolean isKnown(String cell) {
        return LogSignal.spelled(cell).isPresent();
    }

    /** The names of the columns, as the last heading has them; an empty name is that of a column to leave out. */
    List<String> columns() {
        return columns;
    }

    /** True if a heading stood before the row at hand, in the middle of the table. */
    boolean restarted() {
        boolean now = restarted;
        restarted = false;
        return now;
    }

    /**
     * The cells of the next row, as many as there are columns; empty after the last one.
     *
     * @throws UnreadableLogException when the file cannot be read any further
     * @throws WrongRowException when this row cannot be read; the next one may be
     */
    Optional<List<String>> next() throws UnreadableLogException, WrongRowException {
        if (first != null) {
            List<String> row = first;
            first = null;
            return Optional.of(row);
        }
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            List<String> cells = delimiter.cells(line.get());
            if (line.get().strip().charAt(0) != COMMENT && !isHeadingAgain(cells)) {
                return Optional.of(row(cells));
            }
        }
        return Optional.empty();
    }

    /** A heading in the middle begins another training, perhaps with other columns. */
    private boolean isHeadingAgain(List<String> cells) {
        if (cells.size() > CsvHeading.MOST_COLUMNS || !CsvHeading.isHeading(cells)) {
            return false;
        }
        boolean same = CsvHeading.names(cells, fileName).equals(columns);
        boolean another =
                cells.size() > 1 && cells.stream().filter(CsvLines::isKnown).count() * 2 >= cells.size();
        if (same || another) {
            columns = CsvHeading.names(cells, fileName);
            restarted = rowsSeen;
        }
        return same || another;
    }

    private List<String> row(List<String> cells) throws WrongRowException {
        List<String> row = cells;
        while (row.size() > columns.size() && row.get(row.size() - 1).isEmpty()) {
            row = row.subList(0, row.size() - 1);
        }
        if (!rowsSeen && row.size() == columns.size() + 1) {
            List<String> indexed = new ArrayList<>(List.of(""));
            indexed.addAll(columns);
            columns = List.copyOf(indexed);
        }
        rowsSeen = true;
        if (row.size() != columns.size()) {
            throw new WrongRowException(
                    problem("has " + row.size() + " columns; expected " + columns.size() + ", as the heading has"));
        }
        return decimals(row);
    }

    private List<String> decimals(List<String> row) {
        if (row.stream().noneMatch(cell -> cell.indexOf(',') >= 0)) {
            return row;
        }
        boolean thousands =
                row.stream().anyMatch(cell -> DECIMAL_POINT.matcher(cell).matches())
                        && row.stream()
                                .noneMatch(cell -> DECIMAL_COMMA.matcher(cell).matches()
                                        && !THOUSANDS.matcher(cell).matches());
        List<String> plain = new ArrayList<>();
        for (int i = 0; i < row.size(); i++) {
            String cell = row.get(i);
            boolean count = i < columns.size() && isCount(columns.get(i));
            if (THOUSANDS.matcher(cell).matches()
                    && (thousands || count || cell.indexOf(',') != cell.lastIndexOf(',') || cell.indexOf('.') >= 0)) {
                plain.add(cell.replace(",", ""));
            } else {
                plain.add(DECIMAL_COMMA.matcher(cell).matches() ? cell.replace(',', '.') : cell);
            }
        }
        return plain;
    }

    /** True if the values are whole: a comma in one stands before thousands. */
    private static boolean isCount(String column) {
        return LogSignal.spelled(column)
                .filter(signal -> signal == LogSignal.STEP)
                .isPresent();
    }

    /** A problem of the row at hand. */
    UnreadableLogException problem(String says) {
        return lines.problem(says, null);
    }
}
