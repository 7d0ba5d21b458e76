package io.gradwatch.fleet.live;

import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunRow;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

/** Which rows a query lets pass. */
final class Filters {

    private Filters() {}

    static Predicate<RunRow> of(RunQuery query) {
        String text = query.text() == null ? null : query.text().toLowerCase(Locale.ROOT);
        return row -> same(query.state(), row.state())
                && same(query.project(), row.project())
                && same(query.owner(), row.owner())
                && same(query.host(), row.host())
                && (query.severity() == null || row.openAlerts().reach(query.severity()))
                && same(query.group(), row.group())
                && row.tags().containsAll(query.tags())
                && (text == null || holds(row, text));
    }

    /** @param standing tells how an alert stands for people */
    static Predicate<AlertRow> of(AlertQuery query, UnaryOperator<AlertRow> standing) {
        return row -> same(query.state(), row.state())
                && same(query.severity(), row.severity())
                && same(query.alertClass(), row.alertClass())
                && same(query.run(), row.run())
                && same(query.project(), row.project())
                && same(query.owner(), row.owner())
                && (query.since() == null || row.raisedMillis() >= query.since())
                && (query.status() == null
                        || query.status().equals(standing.apply(row).status()));
    }

    private static boolean same(String wanted, String value) {
        return wanted == null || wanted.equals(value);
    }

    private static boolean holds(RunRow row, String text) {
        return holds(row.name(), text)
                || holds(row.run(), text)
                || holds(row.project(), text)
                || holds(row.owner(), text)
                || holds(row.host(), text)
                || holds(row.group(), text)
                || row.tags().stream().anyMatch(tag -> holds(tag, text));
    }

    private static boolean holds(String value, String text) {
        return value.toLowerCase(Locale.ROOT).contains(text);
    }
}
