package io.gradwatch.agent.logs;

import io.gradwatch.schema.Telemetry;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A run in a CSV log; see {@link CsvFormat}. */
final class CsvRunLog implements RunLog {

    private final CsvRows table;
    private final List<LogNames.Meaning> columns;
    private final RowEvents events;
    private final Telemetry started;
    private long row;

    private CsvRunLog(CsvRows table, List<LogNames.Meaning> columns, String runId) {
        this.table = table;
        this.columns = columns;
        this.events = new RowEvents(runId);
        this.started = events.started("", Map.of());
    }

    static CsvRunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return of(CsvTable.open(file), runId, mapped);
    }

    /** The log in rows, which are closed with it. */
    static CsvRunLog of(CsvRows table, String runId, SignalMap mapped) throws UnreadableLogException {
        try {
            return new CsvRunLog(table, meanings(table, mapped), runId);
        } catch (UnreadableLogException e) {
            table.close();
            throw e;
        }
    }

    private static List<LogNames.Meaning> meanings(CsvRows table, SignalMap mapped) throws UnreadableLogException {
        LogNames names = new LogNames(mapped);
        names.meet(table.columns());
        Optional<String> missing = names.missing();
        if (missing.isPresent()) {
            throw table.problem(missing.get());
        }
        List<LogNames.Meaning> meanings = new ArrayList<>();
        table.columns().forEach(column -> meanings.add(names.of(column)));
        if (meanings.stream().noneMatch(LogNames.Meaning::isSignal)) {
            throw table.problem("names none of the columns " + LogSignal.allIds()
                    + " and no usual spelling of one; --map says which column is which");
        }
        return meanings;
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        Optional<List<String>> cells = table.next();
        if (cells.isEmpty()) {
            return Optional.empty();
        }
        RowValues values = new RowValues();
        for (int i = 0; i < columns.size(); i++) {
            read(i, cells.get().get(i), values);
        }
        return Optional.of(events.row(row++, values));
    }

    @Override
    public void close() {
        table.close();
    }

    private void read(int column, String text, RowValues values) throws UnreadableLogException {
        if (text.isEmpty()) {
            return;
        }
        LogNames.Meaning meaning = columns.get(column);
        if (!meaning.put(values, text)) {
            throw table.problem(Shown.text(table.columns().get(column)) + " was '" + Shown.text(text) + "'; expected "
                    + meaning.signal().expected());
        }
    }
}
