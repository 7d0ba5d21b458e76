package io.gradwatch.fleet.live.column;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.ColumnCount;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Counts the runs that have a value in each column by a name of their own. */
public final class ColumnCounts {

    /** Columns of the part of one instance: those that most runs have. Own choice. */
    private static final int MOST_COLUMNS = 10_000;

    private static final Comparator<ColumnCount> ORDER =
            Comparator.comparingLong(ColumnCount::runs).reversed().thenComparing(ColumnCount::column);

    private ColumnCounts() {}

    /**
     * The columns, those that most runs have first.
     *
     * @param text that is in the name of a column, whatever its case; null for all
     */
    public static List<ColumnCount> of(Stream<RunIndex.Entry> entries, String text) {
        Map<String, Long> config = new HashMap<>();
        Map<String, Long> metrics = new HashMap<>();
        Map<String, Long> results = new HashMap<>();
        entries.forEach(entry -> {
            entry.declared().config().keySet().forEach(counter(config));
            entry.metrics().names().forEach(counter(metrics));
            entry.declared().results().keySet().forEach(counter(results));
        });
        String part = text == null ? "" : text.toLowerCase(Locale.ROOT);
        return Stream.of(named("config.", config), named("metric.", metrics), named("result.", results))
                .flatMap(column -> column)
                .filter(column -> column.column().toLowerCase(Locale.ROOT).contains(part))
                .sorted(ORDER)
                .limit(MOST_COLUMNS)
                .toList();
    }

    /** Sum over the parts of all instances. */
    public static List<ColumnCount> merge(List<List<ColumnCount>> parts) {
        Map<String, Long> sum = new HashMap<>();
        parts.forEach(part -> part.forEach(column -> sum.merge(column.column(), column.runs(), Long::sum)));
        return named("", sum).sorted(ORDER).toList();
    }

    private static Consumer<String> counter(Map<String, Long> counts) {
        return name -> counts.merge(name, 1L, Long::sum);
    }

    private static Stream<ColumnCount> named(String prefix, Map<String, Long> counts) {
        return counts.entrySet().stream().map(entry -> new ColumnCount(prefix + entry.getKey(), entry.getValue()));
    }
}
