package io.gradwatch.agent.logs.names;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Row of one value whose name is a value itself: {@code {"name": "loss", "step": 10, "value": 2.5}} is a loss of 2.5 at
 * step 10.
 */
public final class NamedValue {

    private static final List<String> NAMES = List.of("name", "metric", "metric_name", "tag", "key", "scalar");
    private static final Set<String> VALUES = Set.of("value", "val", "scalar_value", "metric_value");

    private NamedValue() {}

    /** The cells with the value under its name; other rows as they are. */
    public static Map<String, String> of(Map<String, String> cells) {
        Optional<String> value =
                cells.keySet().stream().filter(VALUES::contains).findFirst();
        Optional<String> name = NAMES.stream()
                .filter(cells::containsKey)
                .filter(key -> LoggedNumber.parse(cells.get(key)).isEmpty())
                .findFirst();
        if (value.isEmpty() || name.isEmpty() || cells.get(name.get()).isEmpty() || hasValueOfItsOwn(cells)) {
            return cells;
        }
        Map<String, String> result = new LinkedHashMap<>(cells);
        result.remove(name.get());
        result.put(cells.get(name.get()), result.remove(value.get()));
        return result;
    }

    /** True if a value stands under its own name: the row is no value with a name, but has one itself. */
    private static boolean hasValueOfItsOwn(Map<String, String> cells) {
        return cells.keySet().stream()
                .flatMap(name -> LogSignal.spelled(name).stream())
                .anyMatch(signal -> !RowSplit.OF_THE_ROW.contains(signal));
    }
}
