package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunRow;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Conditions of a query on rows. */
public final class Filters {

    private Filters() {}

    /** Filter of a query. Every word of its text must be in a searched field of the run, in any case and order. */
    public static Predicate<RunIndex.Entry> of(RunQuery query) {
        List<String> words = words(query.text());
        return entry -> {
            RunRow row = entry.row();
            return same(query.state(), row.state())
                    && same(query.verdict(), row.verdict())
                    && same(query.project(), row.project())
                    && same(query.owner(), row.owner())
                    && same(query.host(), row.host())
                    && (query.severity() == null
                            || row.openAlerts().plus(row.unrecoveredAlerts()).reach(query.severity()))
                    && same(query.group(), row.group())
                    && row.tags().containsAll(query.tags())
                    && words.stream().allMatch(word -> holds(entry, word));
        };
    }

    private static List<String> words(String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.toLowerCase(Locale.ROOT).strip().split("\\s+"))
                        .filter(word -> !word.isEmpty())
                        .toList();
    }

    /** @param withStatus adds silence and acknowledgement to an alert */
    public static Predicate<AlertRow> of(AlertQuery query, UnaryOperator<AlertRow> withStatus) {
        return row -> same(query.state(), row.state())
                && same(query.severity(), row.severity())
                && same(query.alertClass(), row.alertClass())
                && same(query.run(), row.run())
                && same(query.project(), row.project())
                && same(query.owner(), row.owner())
                && (query.since() == null || row.raisedMillis() >= query.since())
                && (standsAnyhow(query) || stands(query, withStatus.apply(row)));
    }

    private static boolean standsAnyhow(AlertQuery query) {
        return query.status() == null && query.open() == null && query.assignee() == null;
    }

    private static boolean stands(AlertQuery query, AlertRow row) {
        return same(query.status(), row.status())
                && (query.open() == null || query.open() == row.open())
                && same(query.assignee(), row.assignee());
    }

    private static boolean same(String expected, String value) {
        return expected == null || expected.equals(value);
    }

    private static boolean holds(RunIndex.Entry entry, String text) {
        RunRow row = entry.row();
        return holds(row.name(), text)
                || holds(row.run(), text)
                || holds(row.project(), text)
                || holds(row.owner(), text)
                || holds(row.host(), text)
                || entry.words().contains(text);
    }

    private static boolean holds(String value, String text) {
        return value.toLowerCase(Locale.ROOT).contains(text);
    }
}
