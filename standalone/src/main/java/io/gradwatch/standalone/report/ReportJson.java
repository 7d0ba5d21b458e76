package io.gradwatch.standalone.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.detection.generalisation.ErrorAnalysis;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;

/** The report for machines: an object a line, one for each column, then one for each type of error, ranked. */
final class ReportJson {

    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private ReportJson() {}

    static void print(PrintWriter out, List<Column> columns, List<ErrorAnalysis.Type> types) {
        columns.forEach(column -> write(out, column.json()));
        for (ErrorAnalysis.Type type : types) {
            write(
                    out,
                    MAPPER.createObjectNode()
                            .put("error_type", type.name())
                            .put("train_val", type.trainVal())
                            .put("test_val", type.testVal())
                            .put("priority", type.priority().name().toLowerCase(Locale.ROOT)));
        }
    }

    private static void write(PrintWriter out, ObjectNode line) {
        try {
            out.print(MAPPER.writeValueAsString(line) + "\n");
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an object of numbers and texts is JSON", e);
        }
    }
}
