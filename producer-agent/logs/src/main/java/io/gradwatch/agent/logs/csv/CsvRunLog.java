package io.gradwatch.agent.logs.csv;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LogSplit;
import io.gradwatch.agent.logs.names.RowSplit;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LeftOut;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RowEvents;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Telemetry;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run in a CSV log; see {@link CsvFormat}. A row that is wrong is left out and told. */
public final class CsvRunLog implements RunLog {

    private static final LogNames.Meaning NOTHING = new LogNames.Meaning(null, (row, value) -> {});

    private final CsvRows table;
    private final LogNames names;
    private final RowEvents events;
    private final Telemetry started;
    private final LeftOut leftOut = new LeftOut();
    private List<LogNames.Meaning> columns;
    /** What the columns stand for in rows that say to be of other data. */
    private final Map<LogSplit, List<LogNames.Meaning>> evaluations = new EnumMap<>(LogSplit.class);

    private List<String> heading;
    private long row;

    private CsvRunLog(CsvRows table, String runId, SignalMap mapped) throws UnreadableLogException {
        this.table = table;
        this.names = new LogNames(mapped);
        this.events = new RowEvents(runId, names);
        this.started = events.started("", Map.of());
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

    static CsvRunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return of(GrowingCsvRows.openWhole(file), runId, mapped);
    }

    /** The log in rows, which are closed with it. */
    public static CsvRunLog of(CsvRows table, String runId, SignalMap mapped) throws UnreadableLogException {
        try {
            return new CsvRunLog(table, runId, mapped);
        } catch (UnreadableLogException e) {
            table.close();
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

    /** What the cells of a row stand for: one of them may say the data that the row is of. */
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
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        while (true) {
            try {
                Optional<List<String>> cells = table.next();
                if (cells.isEmpty()) {
                    leftOut.end(row);
                    return Optional.empty();
                }
                return Optional.of(row(cells.get()));
            } catch (WrongRowException e) {
                leftOut.add(e.problem(), row);
            }
        }
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
            read(i, meanings.get(i), cells.get(i), values);
        }
        return events.row(row++, values);
    }

    @Override
    public Optional<Understanding> understanding() {
        return Optional.of(leftOut.in(events.understanding(names, leftOut.count())));
    }

    @Override
    public void close() {
        table.close();
    }

    private void read(int column, LogNames.Meaning meaning, String text, RowValues values) throws WrongRowException {
        if (!text.isEmpty() && !meaning.put(values, text)) {
            throw new WrongRowException(table.problem(Shown.text(heading.get(column)) + " was '" + Shown.text(text)
                    + "'; expected " + meaning.signal().expected()));
        }
    }
}
