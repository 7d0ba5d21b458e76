package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.column.Condition;
import io.gradwatch.fleet.live.column.SearchBudget;
import io.gradwatch.fleet.live.column.TextPattern;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunRow;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** Conditions of a query on rows. */
public final class Filters {

    private Filters() {}

    /** Filter of a query. Its text is searched in the names and words of the run. */
    public static Predicate<RunIndex.Entry> of(RunQuery query) {
        SearchBudget budget = new SearchBudget();
        Set<String> runs = Set.copyOf(query.runs());
        Predicate<RunIndex.Entry> conditions = query.where().stream()
                .map(condition -> Condition.of(condition, budget))
                .reduce(entry -> true, Predicate::and);
        Predicate<Stream<String>> search = search(query.text(), budget);
        return entry -> {
            RunRow row = entry.row();
            return (runs.isEmpty() || runs.contains(row.run()))
                    && same(query.state(), row.state())
                    && same(query.verdict(), row.verdict())
                    && same(query.project(), row.project())
                    && same(query.owner(), row.owner())
                    && same(query.host(), row.host())
                    && (query.severity() == null
                            || row.openAlerts().plus(row.unrecoveredAlerts()).reach(query.severity()))
                    && same(query.group(), row.group())
                    && row.tags().containsAll(query.tags())
                    && conditions.test(entry)
                    && search.test(searched(entry));
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
        Predicate<Stream<String>> search = search(query.text(), new SearchBudget());
        return row -> same(query.state(), row.state())
                && same(query.severity(), row.severity())
                && same(query.alertClass(), row.alertClass())
                && same(query.run(), row.run())
                && same(query.project(), row.project())
                && same(query.owner(), row.owner())
                && (query.since() == null || row.raisedMillis() >= query.since())
                && search.test(searched(row))
                && (query.status() == null && query.open() == null && query.assignee() == null
                        || hasStatus(query, withStatus.apply(row)));
    }

    private static boolean hasStatus(AlertQuery query, AlertRow row) {
        return same(query.status(), row.status())
                && (query.open() == null || query.open() == row.open())
                && (query.assignee() == null || query.assignee().equals(assignee(row)));
    }

    /** Nobody has a name, so that they can be asked for. */
    private static String assignee(AlertRow row) {
        return row.assignee() == null || row.assignee().isEmpty() ? "none" : row.assignee();
    }

    private static boolean same(String expected, String value) {
        return expected == null || expected.equals(value);
    }

    private static Stream<String> searched(RunIndex.Entry entry) {
        RunRow row = entry.row();
        return Stream.of(row.name(), row.run(), row.project(), row.owner(), row.host(), entry.words());
    }

    private static Stream<String> searched(AlertRow row) {
        return Stream.of(
                        row.summary(),
                        row.alertClass(),
                        row.detector(),
                        row.layer(),
                        row.run(),
                        row.runName(),
                        row.project(),
                        row.owner())
                .filter(Objects::nonNull);
    }

    /** Condition on the texts of a row: all words are in one of them each, or the regular expression is. */
    private static Predicate<Stream<String>> search(String text, SearchBudget budget) {
        if (text != null && TextPattern.isExpression(text)) {
            TextPattern pattern = TextPattern.search(text, budget);
            return texts -> texts.anyMatch(pattern::isFoundIn);
        }
        List<String> words = words(text);
        return texts -> words.isEmpty() || holdAll(texts.map(Filters::lower).toList(), words);
    }

    private static boolean holdAll(List<String> texts, List<String> words) {
        return words.stream().allMatch(word -> texts.stream().anyMatch(text -> text.contains(word)));
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }
}
