package io.gradwatch.standalone.report;

import static io.gradwatch.standalone.cli.Terminal.plain;

import io.gradwatch.detection.generalisation.Decomposition.Part;
import io.gradwatch.detection.generalisation.ErrorAnalysis;
import io.gradwatch.detection.generalisation.SplitErrors;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.TextTable;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The report for people: a column a model, then what to do next for the last one. */
final class ReportText {

    private static final int LONGEST_NAME = 22;

    private final PrintWriter out;
    private final Terminal terminal;

    ReportText(PrintWriter out, Terminal terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** The table of all columns. */
    void table(List<Column> columns) {
        boolean two = columns.stream()
                .anyMatch(column -> column.decomposition().errors().hasTwoValidationSets());
        List<List<String>> rows = new ArrayList<>();
        rows.add(row("", columns, column -> name(column.name())));
        error(rows, "goal", columns, column -> column.decomposition().goal());
        error(rows, "training error", columns, column -> errors(column).train());
        error(
                rows,
                two ? "train-val error" : "validation error",
                columns,
                column -> two ? errors(column).trainVal() : errors(column).validation());
        if (two) {
            error(rows, "test-val error", columns, column -> errors(column).testVal());
        }
        error(rows, "test error", columns, column -> errors(column).test());
        for (Part part : Part.values()) {
            error(
                    rows,
                    part.words(),
                    columns,
                    column -> column.decomposition().parts().getOrDefault(part, Double.NaN));
        }
        rows.add(row("next", columns, Column::next));
        print(rows);
    }

    /** Prints the remedies for a column, first things first. */
    void advice(Column column) {
        out.println();
        if (column.remedies().isEmpty()) {
            String why = column.decomposition().reached()
                    ? "the goal is reached."
                    : "no part of the error that can be told is above zero; " + column.next() + ".";
            out.println(terminal.bold(plain(column.name())) + ": " + why);
            return;
        }
        Part part = column.decomposition().next().orElseThrow();
        out.printf(
                "%s: %s is the largest part, %s%s. Try, in this order:%n",
                terminal.bold(plain(column.name())),
                part.words(),
                number(column.decomposition().parts().get(part)),
                column.unit().isEmpty() ? "" : " " + column.unit());
        int count = 0;
        for (var remedy : column.remedies()) {
            out.printf("  %d. %s (%s)%n", ++count, remedy.getText(), remedy.getKnowledgeItem());
        }
    }

    /** The ranked types of errors. */
    void errorTypes(List<ErrorAnalysis.Type> types) {
        out.println();
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("errors by type", "train-val", "test-val", "priority"));
        types.forEach(type -> rows.add(List.of(
                plain(type.name()),
                number(type.trainVal()),
                number(type.testVal()),
                type.priority().name().toLowerCase(Locale.ROOT))));
        print(rows);
    }

    private static SplitErrors errors(Column column) {
        return column.decomposition().errors();
    }

    private static String name(String name) {
        String shown = plain(name);
        return shown.codePointCount(0, shown.length()) <= LONGEST_NAME
                ? shown
                : shown.substring(0, shown.offsetByCodePoints(0, LONGEST_NAME - 1)) + "…";
    }

    private static void error(
            List<List<String>> rows, String label, List<Column> columns, ToDoubleFunction<Column> value) {
        if (columns.stream().anyMatch(column -> !Double.isNaN(value.applyAsDouble(column)))) {
            rows.add(row(label, columns, column -> {
                double number = value.applyAsDouble(column);
                return Double.isNaN(number) ? "" : number(number) + column.unit();
            }));
        }
    }

    private static List<String> row(String label, List<Column> columns, Function<Column, String> cell) {
        List<String> row = new ArrayList<>();
        row.add(label);
        columns.forEach(column -> row.add(cell.apply(column)));
        return row;
    }

    private void print(List<List<String>> rows) {
        TextTable table = new TextTable(rows.get(0).toArray(String[]::new));
        rows.subList(1, rows.size()).forEach(row -> table.row(row.toArray()));
        table.print(out);
    }

    /** Three digits are more than any validation set is good for. */
    private static String number(double value) {
        double rounded =
                value == 0 ? 0 : new BigDecimal(value).round(new MathContext(3)).doubleValue();
        return rounded == Math.rint(rounded) && Math.abs(rounded) < 1e9
                ? Long.toString((long) rounded)
                : Double.toString(rounded);
    }
}
