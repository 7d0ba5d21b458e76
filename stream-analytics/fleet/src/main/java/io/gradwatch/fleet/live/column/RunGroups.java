package io.gradwatch.fleet.live.column;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.RunColumn;
import io.gradwatch.fleet.live.view.RunGroup;
import io.gradwatch.fleet.live.view.RunGroupQuery;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;

/** Groups runs by their value in a column. */
public final class RunGroups {

    private static final Comparator<RunGroup> ORDER = Comparator.comparingLong(RunGroup::runs)
            .reversed()
            .thenComparing(RunGroup::value, Comparator.nullsLast(Comparator.naturalOrder()));

    private RunGroups() {}

    /** The groups, those with most runs first. */
    public static List<RunGroup> of(Stream<RunIndex.Entry> entries, RunGroupQuery query) {
        Function<RunIndex.Entry, Cell> by = Cells.of(RunColumn.of(query.by()));
        Function<RunIndex.Entry, Cell> of = Cells.of(RunColumn.of(query.of()));
        Map<String, RunGroup> groups = new HashMap<>();
        entries.forEach(entry -> {
            RunGroup one = one(entry, by.apply(entry).text(), of.apply(entry));
            groups.merge(key(one), one, RunGroups::plus);
        });
        return groups.values().stream().sorted(ORDER).toList();
    }

    /** The groups of all instances. */
    public static List<RunGroup> merge(List<List<RunGroup>> parts) {
        Map<String, RunGroup> groups = new HashMap<>();
        parts.forEach(part -> part.forEach(group -> groups.merge(key(group), group, RunGroups::plus)));
        return groups.values().stream().sorted(ORDER).toList();
    }

    /** The empty text is no value. */
    private static String key(RunGroup group) {
        return group.value() == null ? "" : group.value();
    }

    private static RunGroup one(RunIndex.Entry entry, String value, Cell measured) {
        boolean finite = Double.isFinite(measured.number());
        Double number = finite ? (Double) measured.number() : null;
        String run = finite ? entry.row().run() : null;
        return new RunGroup(value, 1, Map.of(entry.row().state(), 1), number, run, number, run);
    }

    private static RunGroup plus(RunGroup one, RunGroup other) {
        Map<String, Integer> states = new TreeMap<>(one.runsByState());
        other.runsByState().forEach((state, runs) -> states.merge(state, runs, Integer::sum));
        boolean less = one.least() == null || other.least() != null && other.least() < one.least();
        boolean greater = one.greatest() == null || other.greatest() != null && other.greatest() > one.greatest();
        return new RunGroup(
                one.value(),
                one.runs() + other.runs(),
                states,
                less ? other.least() : one.least(),
                less ? other.leastRun() : one.leastRun(),
                greater ? other.greatest() : one.greatest(),
                greater ? other.greatestRun() : one.greatestRun());
    }
}
