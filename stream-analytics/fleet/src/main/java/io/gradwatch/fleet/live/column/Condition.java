package io.gradwatch.fleet.live.column;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.RunColumn;
import java.util.List;
import java.util.function.DoublePredicate;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A condition on a column, in the form {@code column operator value}, such as {@code config.lr > 0.001} or
 * {@code config.model = resnet*}. The operators are {@code = != < <= > >=}. Equality is that of numbers where both are
 * such, else the value is a {@link TextPattern}. A run without a value in the column satisfies {@code !=} alone, so
 * that {@code != *} finds the runs without one.
 */
public final class Condition {

    /** Description of a condition, for messages. */
    public static final String EXPECTED =
            "a column, one of = != < <= > >=, and a value, such as config.lr > 0.001 or config.model = resnet*";

    /** Those of two characters first, which begin like others. */
    private static final List<String> OPERATORS = List.of("!=", "<=", ">=", "=", "<", ">");

    private Condition() {}

    /**
     * Reads a condition.
     *
     * @throws IllegalArgumentException with what it must be, where it is none
     */
    public static Predicate<RunIndex.Entry> of(String text, SearchBudget budget) {
        int at = operatorAt(text);
        String operator = OPERATORS.stream()
                .filter(each -> text.startsWith(each, at))
                .findFirst()
                .orElseThrow();
        String column = text.substring(0, at).strip();
        String value = text.substring(at + operator.length()).strip();
        if (column.isEmpty() || value.isEmpty()) {
            throw new IllegalArgumentException(EXPECTED);
        }
        Function<RunIndex.Entry, Cell> cell = Cells.of(RunColumn.of(unquoted(column)));
        Predicate<Cell> holds = holds(operator, value, budget);
        return entry -> holds.test(cell.apply(entry));
    }

    /** Names of jobs may hold an operator: those stand in double quotes. */
    private static int operatorAt(String text) {
        boolean quoted = text.startsWith("\"");
        int end = quoted ? text.indexOf('"', 1) : -1;
        for (int at = quoted && end < 0 ? text.length() : end + 1; at < text.length(); at++) {
            if ("!<>=".indexOf(text.charAt(at)) >= 0 && (text.charAt(at) != '!' || text.startsWith("!=", at))) {
                return at;
            }
        }
        throw new IllegalArgumentException(EXPECTED);
    }

    private static String unquoted(String column) {
        return column.length() > 2 && column.startsWith("\"") && column.endsWith("\"")
                ? column.substring(1, column.length() - 1)
                : column;
    }

    private static Predicate<Cell> holds(String operator, String value, SearchBudget budget) {
        if (operator.equals("=") || operator.equals("!=")) {
            Predicate<Cell> equal = equal(value, budget);
            return operator.equals("=") ? equal : equal.negate();
        }
        Cell bound = Cell.of(value);
        if (!bound.numeric() || Double.isNaN(bound.number())) {
            throw new IllegalArgumentException("a number behind " + operator);
        }
        double than = bound.number();
        DoublePredicate compares = switch (operator) {
            case "<" -> number -> number < than;
            case "<=" -> number -> number <= than;
            case ">" -> number -> number > than;
            default -> number -> number >= than;
        };
        return cell -> cell.numeric() && compares.test(cell.number());
    }

    private static boolean same(double one, double other) {
        return one == other || Double.isNaN(one) && Double.isNaN(other);
    }

    private static Predicate<Cell> equal(String value, SearchBudget budget) {
        Cell wanted = Cell.of(value);
        TextPattern pattern = TextPattern.of(value, budget);
        return cell -> !cell.missing()
                && (wanted.numeric() && cell.numeric() && same(wanted.number(), cell.number())
                        || pattern.matches(cell.text()));
    }
}
