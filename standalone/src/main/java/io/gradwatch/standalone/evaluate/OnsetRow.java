package io.gradwatch.standalone.evaluate;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.standalone.replay.CsvTable;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Finds the row of a log at which a step is reached. */
public final class OnsetRow {

    private OnsetRow() {}

    /**
     * Number of the first row whose step (where it is blank its epoch, where that is too its number) is at least
     * {@code step}; where none is, of the last row. Empty where the log cannot be read.
     *
     * @param series a CSV log with columns {@code step} and {@code epoch}, both optional
     */
    public static OptionalLong of(Path series, double step) {
        long row = 0;
        try (CsvTable rows = CsvTable.open(series)) {
            for (Optional<Map<String, String>> next = rows.next(); next.isPresent(); next = rows.next()) {
                if (position(next.get(), row) >= step) {
                    return OptionalLong.of(row);
                }
                row++;
            }
        } catch (UnreadableLogException e) {
            return OptionalLong.empty(); // The replay of the same file tells why.
        }
        return row == 0 ? OptionalLong.empty() : OptionalLong.of(row - 1);
    }

    private static double position(Map<String, String> row, long number) {
        for (String column : new String[] {"step", "epoch"}) {
            String text = row.getOrDefault(column, "");
            if (!text.isEmpty()) {
                return parsed(text);
            }
        }
        return number;
    }

    /** A cell that holds no number is at no step. */
    private static double parsed(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
