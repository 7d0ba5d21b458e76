package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.column.Cell;
import io.gradwatch.fleet.live.column.Cells;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunColumn;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunQuery.Order;
import io.gradwatch.fleet.live.view.RunRow;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Takes parts of lists, of one instance and of all together.
 *
 * @param place sort key of an item
 * @param order of the places
 * @param limit items of a part
 * @param after the place behind which the part begins; null for the first
 */
record Pages<T>(Function<T, SortKey> place, Comparator<SortKey> order, int limit, SortKey after) {

    /** Pages of rows that have the values of {@link #columns}. */
    static Pages<RunRow> of(RunQuery query) {
        Function<RunRow, Cell> cell = Cells.ofRow(RunColumn.of(query.sort()));
        return of(query, row -> SortKey.of(cell.apply(row), row.run()));
    }

    /** Pages of the runs of an instance, in the same order. */
    static Pages<RunIndex.Entry> ofEntries(RunQuery query) {
        Function<RunIndex.Entry, Cell> cell = Cells.of(RunColumn.of(query.sort()));
        return of(query, entry -> SortKey.of(cell.apply(entry), entry.row().run()));
    }

    /** The columns that were asked for and the one that is sorted by, which other instances need for the order. */
    static List<RunColumn> columns(RunQuery query) {
        return Stream.concat(query.columns().stream(), Stream.of(query.sort()))
                .map(RunColumn::of)
                .toList();
    }

    private static <T> Pages<T> of(RunQuery query, Function<T, SortKey> place) {
        return new Pages<>(place, SortKey.order(query.order() == Order.ASC), query.limit(), start(query.cursor()));
    }

    static Pages<AlertRow> of(AlertQuery query) {
        return new Pages<>(
                row -> SortKey.of(row.raisedMillis(), row.id()),
                SortKey.order(false),
                query.limit(),
                start(query.cursor()));
    }

    /** The part of these items, which are in no order: the first ones by a heap, so that the rest is not sorted. */
    Page<T> take(Stream<T> items) {
        Comparator<Placed<T>> byPlace = Comparator.comparing(Placed::place, order);
        PriorityQueue<Placed<T>> first = new PriorityQueue<>(limit + 2, byPlace.reversed());
        long[] total = new long[1];
        items.forEach(item -> {
            total[0]++;
            SortKey its = place.apply(item);
            boolean among =
                    first.size() <= limit || order.compare(its, first.peek().place()) < 0;
            if (among && (after == null || order.compare(its, after) > 0)) {
                first.add(new Placed<>(item, its));
                if (first.size() > limit + 1) {
                    first.poll();
                }
            }
        });
        List<T> sorted = first.stream().sorted(byPlace).map(Placed::item).toList();
        return page(sorted, sorted.size() > limit, total[0]);
    }

    /** The part of all instances from the same part of each. */
    Page<T> merge(List<Page<T>> pages) {
        List<T> items = new ArrayList<>();
        pages.forEach(page -> items.addAll(page.items()));
        items.sort(Comparator.comparing(place, order));
        boolean more = items.size() > limit || pages.stream().anyMatch(page -> page.nextCursor() != null);
        return page(items, more, pages.stream().mapToLong(Page::total).sum());
    }

    private Page<T> page(List<T> sorted, boolean more, long total) {
        List<T> items = List.copyOf(sorted.subList(0, Math.min(limit, sorted.size())));
        String cursor = more && !items.isEmpty()
                ? place.apply(items.get(items.size() - 1)).cursor()
                : null;
        return new Page<>(items, total, cursor);
    }

    /** An item with its place, which is asked for many times. */
    private record Placed<T>(T item, SortKey place) {}

    private static SortKey start(String cursor) {
        return cursor == null ? null : SortKey.read(cursor);
    }
}
