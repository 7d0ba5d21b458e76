package io.gradwatch.agent.logs.layers;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LoggedNumber;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.config.NearestName;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/** The row at hand of a file of {@link LayerStatistics}. */
final class LayerRow {

    private static final List<String> COLUMNS = List.of(
            "step", "epoch", "layer", "activation", "zero_frac", "sat_frac", "act_std", "weight_norm", "grad_norm");
    private static final int LONGEST_NAME_CHARS = 200;

    private final CsvTable table;
    private List<String> cells = List.of();

    /** @throws UnreadableLogException when the table lacks step or layer, or has a column that is not known */
    LayerRow(CsvTable table) throws UnreadableLogException {
        this.table = table;
        for (String required : List.of("step", "layer")) {
            if (!table.columns().contains(required)) {
                throw table.problem("has no column " + required + "; expected " + String.join(",", COLUMNS));
            }
        }
        for (String column : table.columns()) {
            if (!COLUMNS.contains(column)) {
                String nearest = NearestName.of(column, COLUMNS);
                throw table.problem("has the column '" + Shown.text(column) + "', which is not known; "
                        + (nearest == null ? "expected " + String.join(",", COLUMNS) : "the nearest is " + nearest));
            }
        }
    }

    /** Goes to the next row; false after the last one. */
    boolean next() throws UnreadableLogException {
        Optional<List<String>> next = table.next();
        next.ifPresent(row -> cells = row);
        return next.isPresent();
    }

    long step() throws UnreadableLogException {
        String text = text("step");
        OptionalDouble number = LoggedNumber.parse(text);
        if (number.isEmpty() || LoggedNumber.step(number.getAsDouble()).isEmpty()) {
            throw problem("step", text, "a whole number from 0");
        }
        return (long) number.getAsDouble();
    }

    String layer() throws UnreadableLogException {
        String name = text("layer");
        if (name.isEmpty() || name.length() > LONGEST_NAME_CHARS) {
            throw problem("layer", name, "a name of 1 to " + LONGEST_NAME_CHARS + " characters");
        }
        return name;
    }

    /** The text of a cell, empty where it is empty or there is no such column. */
    String text(String column) {
        int index = table.columns().indexOf(column);
        return index < 0 ? "" : cells.get(index);
    }

    /** The number in a cell, null where it is empty. */
    Double number(String column) throws UnreadableLogException {
        String text = text(column);
        if (text.isEmpty()) {
            return null;
        }
        return LoggedNumber.parse(text).orElseThrow(() -> problem(column, text, "a number, nan, inf or nothing"));
    }

    /** The fraction in a cell, null where it is empty or nan. */
    Double fraction(String column) throws UnreadableLogException {
        Double number = number(column);
        if (number != null && (number < 0 || number > 1)) {
            throw problem(column, text(column), "a fraction from 0 to 1, nan or nothing");
        }
        return number == null || number.isNaN() ? null : number;
    }

    private UnreadableLogException problem(String column, String text, String expected) {
        return table.problem(column + " was '" + Shown.text(text) + "'; expected " + expected);
    }
}
