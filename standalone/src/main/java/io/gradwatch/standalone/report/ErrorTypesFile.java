package io.gradwatch.standalone.report;

import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.detection.generalisation.ErrorAnalysis;
import io.gradwatch.standalone.replay.CsvTable;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An error analysis: a CSV file with the columns {@code name,train-val,test-val}, shares in any unit. */
final class ErrorTypesFile {

    private static final String TRAIN_VAL = "train-val";
    private static final String TEST_VAL = "test-val";
    private static final String EXPECTED = "expected the columns name, " + TRAIN_VAL + " and " + TEST_VAL;

    private ErrorTypesFile() {}

    /**
     * Reads and ranks the types.
     *
     * @throws UnreadableLogException that names file and line, when a row cannot be used
     */
    static List<ErrorAnalysis.Type> rank(Path file) throws UnreadableLogException {
        Map<String, Double> trainVal = new LinkedHashMap<>();
        Map<String, Double> testVal = new LinkedHashMap<>();
        try (CsvTable rows = CsvTable.open(file)) {
            for (Optional<Map<String, String>> row = rows.next(); row.isPresent(); row = rows.next()) {
                String name = row.get().getOrDefault("name", "");
                if (name.isEmpty()) {
                    throw rows.problem("has no name; " + EXPECTED);
                }
                if (trainVal.containsKey(name)) {
                    throw rows.problem("names '" + name + "' twice");
                }
                trainVal.put(name, share(rows, row.get(), TRAIN_VAL));
                testVal.put(name, share(rows, row.get(), TEST_VAL));
            }
        }
        return ErrorAnalysis.rank(trainVal, testVal);
    }

    private static double share(CsvTable rows, Map<String, String> row, String column) throws UnreadableLogException {
        String text = row.get(column);
        return GivenErrors.number(text)
                .orElseThrow(() -> rows.problem(column + " was '" + text + "'; expected a number from 0"));
    }
}
