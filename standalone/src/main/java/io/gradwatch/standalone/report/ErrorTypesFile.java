package io.gradwatch.standalone.report;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import io.gradwatch.detection.generalisation.ErrorAnalysis;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** An error analysis: a CSV file with the columns {@code name,train-val,test-val}, shares in any unit. */
final class ErrorTypesFile {

    private static final String TRAIN_VAL = "train-val";
    private static final String TEST_VAL = "test-val";
    private static final String EXPECTED = "expected the columns name, " + TRAIN_VAL + " and " + TEST_VAL;

    private ErrorTypesFile() {}

    /**
     * Reads and ranks the types.
     *
     * @throws IOException that names file and line, when a row cannot be used
     */
    static List<ErrorAnalysis.Type> rank(Path file) throws IOException {
        Map<String, Double> trainVal = new LinkedHashMap<>();
        Map<String, Double> testVal = new LinkedHashMap<>();
        CsvMapper mapper = CsvMapper.builder()
                .enable(CsvParser.Feature.TRIM_SPACES)
                .enable(CsvParser.Feature.SKIP_EMPTY_LINES)
                .build();
        try (Reader reader = Files.newBufferedReader(file);
                MappingIterator<Map<String, String>> rows = mapper.readerForMapOf(String.class)
                        .with(CsvSchema.emptySchema().withHeader())
                        .readValues(reader)) {
            while (rows.hasNextValue()) {
                int line = rows.getCurrentLocation().getLineNr();
                Map<String, String> row = rows.nextValue();
                String name = row.get("name");
                if (name == null || name.isEmpty()) {
                    throw new IOException(file + ":" + line + ": has no name; " + EXPECTED);
                }
                if (trainVal.containsKey(name)) {
                    throw new IOException(file + ":" + line + ": names '" + name + "' twice");
                }
                trainVal.put(name, share(file, line, row, TRAIN_VAL));
                testVal.put(name, share(file, line, row, TEST_VAL));
            }
        }
        return ErrorAnalysis.rank(trainVal, testVal);
    }

    private static double share(Path file, int line, Map<String, String> row, String column) throws IOException {
        String text = row.get(column);
        try {
            double share = text == null ? Double.NaN : Double.parseDouble(text);
            if (share >= 0 && share < Double.POSITIVE_INFINITY) {
                return share;
            }
        } catch (NumberFormatException e) {
            throw new IOException(
                    file + ":" + line + ": " + column + " was '" + text + "'; expected a number from 0", e);
        }
        throw new IOException(file + ":" + line + ": " + column + " was '" + text + "'; expected a number from 0");
    }
}
