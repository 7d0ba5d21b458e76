package io.gradwatch.standalone.evaluate;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.standalone.replay.CsvTable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;

/** Reads {@code index.csv} of a corpus: a row for each labelled run. */
public final class CorpusIndex {

    /** Every column that is read; others are for people. */
    public static final List<String> COLUMNS =
            List.of("id", "set", "source", "n_rows", "label", "onset_step", "confidence", "path");

    /** Allowed values of {@code confidence}. */
    private static final List<String> CONFIDENCES = List.of("clear", "ambiguous", "no-symptom");

    private final Path folder;
    private final CsvTable rows;
    private final Set<String> ids = new HashSet<>();

    private CorpusIndex(Path folder, CsvTable rows) {
        this.folder = folder;
        this.rows = rows;
    }

    /**
     * Reads all runs.
     *
     * @param folder that holds {@code index.csv}
     * @throws UnreadableLogException with file and line where the index is missing or not as it must be
     */
    public static List<LabelledRun> read(Path folder) throws UnreadableLogException {
        Path index = folder.resolve("index.csv");
        if (!Files.exists(index)) {
            throw new UnreadableLogException(
                    index, 0, "does not exist; expected a CSV file with the columns " + String.join(", ", COLUMNS));
        }
        try (CsvTable rows = CsvTable.open(index)) {
            return new CorpusIndex(folder, rows).runs();
        }
    }

    private List<LabelledRun> runs() throws UnreadableLogException {
        Set<String> missing = new TreeSet<>(COLUMNS);
        missing.removeAll(rows.columns());
        if (!missing.isEmpty()) {
            throw rows.problem(
                    "has no column " + String.join(", ", missing) + "; expected " + String.join(", ", COLUMNS));
        }
        List<LabelledRun> runs = new ArrayList<>();
        for (Optional<Map<String, String>> row = rows.next(); row.isPresent(); row = rows.next()) {
            runs.add(run(row.get()));
        }
        return runs;
    }

    private LabelledRun run(Map<String, String> row) throws UnreadableLogException {
        String id = text(row, "id");
        if (!ids.add(id)) {
            throw rows.problem("id was '" + id + "', which an earlier row has; expected a name of its own");
        }
        String label = text(row, "label");
        String confidence = text(row, "confidence");
        if (!CONFIDENCES.contains(confidence)) {
            throw rows.problem(expected("confidence", confidence, "one of " + String.join(", ", CONFIDENCES)));
        }
        return new LabelledRun(
                id,
                row.getOrDefault("set", ""),
                row.getOrDefault("source", ""),
                Label.of(label).orElseThrow(() -> rows.problem(expected("label", label, "one of " + Label.names()))),
                onset(row),
                !confidence.equals("no-symptom"),
                Math.max(1, (long) number("n_rows", text(row, "n_rows"))),
                folder.resolve(text(row, "path")));
    }

    private OptionalDouble onset(Map<String, String> row) throws UnreadableLogException {
        String step = row.getOrDefault("onset_step", "");
        return step.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(number("onset_step", step));
    }

    private String text(Map<String, String> row, String column) throws UnreadableLogException {
        String text = row.getOrDefault(column, "");
        if (text.isEmpty()) {
            throw rows.problem(column + " is empty");
        }
        return text;
    }

    private double number(String column, String text) throws UnreadableLogException {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw rows.problem(expected(column, text, "a number"));
        }
    }

    private static String expected(String column, String found, String expected) {
        return column + " was '" + found + "'; expected " + expected;
    }
}
