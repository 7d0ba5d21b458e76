package io.gradwatch.fleet.live.column;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.RunColumn;
import io.gradwatch.fleet.live.view.RunColumn.Kind;
import io.gradwatch.fleet.live.view.RunField;
import io.gradwatch.fleet.live.view.RunRow;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;

/** Reads the values of runs in columns. */
public final class Cells {

    private Cells() {}

    /** Reader of a column from the index. */
    public static Function<RunIndex.Entry, Cell> of(RunColumn column) {
        String name = column.name();
        return switch (column.kind()) {
            case FIELD -> {
                RunField field = column.field();
                yield entry -> Cell.of(field.value(entry.row()));
            }
            case CONFIG -> entry -> Cell.of(entry.declared().config().get(name));
            case METRIC -> entry -> Cell.of(entry.metrics().last(name));
            case RESULT -> entry -> Cell.of(entry.declared().results().get(name));
            case ANY -> entry -> first(entry, name);
        };
    }

    /** Reader of a column from rows that have the values of those that are no fields. */
    public static Function<RunRow, Cell> ofRow(RunColumn column) {
        if (column.kind() == Kind.FIELD) {
            RunField field = column.field();
            return row -> Cell.of(field.value(row));
        }
        String name = column.toString();
        return row -> Cell.of(row.values().get(name));
    }

    /** Rows with the values of these columns. */
    public static Function<RunIndex.Entry, RunRow> rows(List<RunColumn> columns) {
        List<RunColumn> wanted = columns.stream()
                .filter(column -> column.kind() != Kind.FIELD)
                .distinct()
                .toList();
        if (wanted.isEmpty()) {
            return RunIndex.Entry::row;
        }
        Map<String, Function<RunIndex.Entry, Cell>> readers = new TreeMap<>();
        wanted.forEach(column -> readers.put(column.toString(), of(column)));
        return entry -> {
            Map<String, String> values = new TreeMap<>();
            readers.forEach((name, reader) -> {
                Cell cell = reader.apply(entry);
                if (!cell.missing()) {
                    values.put(name, cell.text());
                }
            });
            return entry.row().with(values);
        };
    }

    private static Cell first(RunIndex.Entry entry, String name) {
        Cell config = Cell.of(entry.declared().config().get(name));
        if (!config.missing()) {
            return config;
        }
        Cell metric = Cell.of(entry.metrics().last(name));
        return metric.missing() ? Cell.of(entry.declared().results().get(name)) : metric;
    }
}
