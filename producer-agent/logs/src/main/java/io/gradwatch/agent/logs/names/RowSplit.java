package io.gradwatch.agent.logs.names;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Data that a row as a whole is of, where one of its cells says so ({@code mode} is {@code val}): its values are of
 * that data, as if their names began with it.
 */
public final class RowSplit {

    /** Signals that are of the row and not of any data. */
    static final Set<LogSignal> OF_THE_ROW = Set.of(LogSignal.STEP, LogSignal.EPOCH, LogSignal.TIME);

    private static final List<String> NAMES = List.of("mode", "phase", "split", "subset", "stage", "_type");

    private RowSplit() {}

    /** True if the cells of this name may say the data; what it is nested in does not matter. */
    public static boolean isNamed(String name) {
        return rank(name) < NAMES.size();
    }

    private static int rank(String name) {
        String last = name.substring(name.lastIndexOf('/') + 1).strip().toLowerCase(Locale.ROOT);
        int found = NAMES.indexOf(last);
        return found < 0 ? NAMES.size() : found;
    }

    /** The data of an evaluation that a cell says; empty for the training, and for what is no data. */
    public static Optional<LogSplit> of(String cell) {
        return LogSplit.named(cell)
                .or(() -> LogSplit.of(cell).map(LogSplit.Metric::split))
                .filter(split -> split != LogSplit.TRAIN);
    }

    /** The values of a row under names that say their data. */
    public static Map<String, String> told(Map<String, String> cells) {
        Optional<LogSplit> split = cells.keySet().stream()
                .filter(RowSplit::isNamed)
                .min((one, other) -> Integer.compare(rank(one), rank(other)))
                .flatMap(name -> of(cells.get(name)));
        if (split.isEmpty()) {
            return cells;
        }
        Map<String, String> result = new LinkedHashMap<>();
        cells.forEach((name, value) -> result.put(name(name, split.get()), value));
        return result;
    }

    /** The name of a value of that data. */
    public static String name(String name, LogSplit split) {
        boolean ofTheRow = LogSignal.spelled(name).filter(OF_THE_ROW::contains).isPresent();
        boolean told = LogSplit.of(name).isPresent();
        return name.isEmpty() || ofTheRow || told ? name : split.word() + "/" + name;
    }
}
