package io.gradwatch.agent.logs.csv;

import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LogSplit;
import io.gradwatch.agent.logs.names.RowSplit;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LinesRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run in values separated by commas, semicolons, tabs, bars or blanks, with a heading: any columns that a
 * {@link LogSignal} is spelled like, in any order. An empty cell was not logged; {@code nan} and {@code inf} are
 * values. Other columns become metrics where they are numbers.
 */
public final class CsvRunLog extends LinesRunLog {

    private static final LogNames.Meaning NOTHING = new LogNames.Meaning(null, (row, value) -> {});

    private final CsvLines table;
    private List<LogNames.Meaning> columns;
    /** Meaning of the columns in rows of evaluation data. */
    private final Map<LogSplit, List<LogNames.Meaning>> evaluations = new EnumMap<>(LogSplit.class);

    private List<String> heading;

    private CsvRunLog(CsvLines table, TextLines lines, String runId, SignalMap mapped) throws UnreadableLogException {
        super(lines, runId, new LogNames(mapped));
        this.table = table;
        readHeading();
        Optional<String> missing = names.missing();
        if (missing.isPresent()) {
            throw table.problem(missing.get());
        }
        if (!names.tellsAny()) {
            throw table.problem("names none of the columns " + LogSignal.allIds()
                    + " and no usual spelling of one; --map says which column is which");
        }
        names.objective().ifPresent(events::objective);
    }

    /**
     * Reads the heading.
     *
     * @param file whose name tells the name of a single value
     * @param lines that are closed with the log, or where it cannot be read
     */
    public static CsvRunLog open(Path file, TextLines lines, String runId, SignalMap mapped)
            throws UnreadableLogException {
        try {
            return new CsvRunLog(new CsvLines(file, lines), lines, runId, mapped);
        } catch (UnreadableLogException e) {
            lines.close();
            throw e;
        }
    }

    private void readHeading() {
        heading = table.columns();
        names.meet(heading.stream().filter(column -> !column.isEmpty()).toList());
        columns = heading.stream()
                .map(column -> column.isEmpty() ? NOTHING : names.of(column))
                .toList();
        evaluations.clear();
    }

    /** Meaning of the cells of a row: one of them may name the data of the row. */
    private List<LogNames.Meaning> meanings(List<String> cells) {
        for (int i = 0; i < heading.size(); i++) {
            Optional<LogSplit> split = RowSplit.isNamed(heading.get(i)) ? RowSplit.of(cells.get(i)) : Optional.empty();
            if (split.isPresent()) {
                return evaluations.computeIfAbsent(split.get(), this::meanings);
            }
        }
        return columns;
    }

    private List<LogNames.Meaning> meanings(LogSplit split) {
        List<String> told =
                heading.stream().map(column -> RowSplit.name(column, split)).toList();
        names.meet(told.stream().filter(column -> !column.isEmpty()).toList());
        return told.stream()
                .map(column -> column.isEmpty() ? NOTHING : names.of(column))
                .toList();
    }

    @Override
    protected Optional<LogRow> read() throws UnreadableLogException, WrongRowException {
        Optional<List<String>> cells = table.next();
        return cells.isEmpty() ? Optional.empty() : Optional.of(row(cells.get()));
    }

    @Override
    protected void readAll() throws UnreadableLogException {
        leftOut.end(rows());
    }

    private LogRow row(List<String> cells) throws WrongRowException {
        if (!table.columns().equals(heading)) {
            readHeading();
        }
        if (table.restarted()) {
            events.startAnew();
        }
        RowValues values = new RowValues();
        List<LogNames.Meaning> meanings = meanings(cells);
        for (int i = 0; i < meanings.size(); i++) {
            if (!cells.get(i).isEmpty() && !meanings.get(i).put(values, cells.get(i))) {
                throw new WrongRowException(table.problem(meanings.get(i).wrong(heading.get(i), cells.get(i))));
            }
        }
        return row(values);
    }
}
