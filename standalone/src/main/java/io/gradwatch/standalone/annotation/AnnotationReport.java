package io.gradwatch.standalone.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.TextTable;
import io.gradwatch.standalone.fleet.AnnotationWords;
import java.io.PrintWriter;

/**
 * Prints what people added to an alert: as a table, or one JSON object a line.
 *
 * @param out that it is written to
 */
record AnnotationReport(PrintWriter out, boolean json) {

    void print(JsonNode alert) {
        if (json) {
            alert.path("annotations")
                    .forEach(added -> out.println(
                            AsciiJson.line(((ObjectNode) AsciiJson.object().set("alert", alert.path("id")))
                                    .setAll((ObjectNode) added))));
            return;
        }
        TextTable table = new TextTable("at", "by", "via", "added", "comment").words(0, 1, 2, 3, 4);
        alert.path("annotations")
                .forEach(added -> table.row(
                        AnnotationWords.time(added),
                        added.path("by").asText(),
                        added.path("via").asText(),
                        AnnotationWords.of(added),
                        added.path("kind").asText().equals("comment")
                                ? added.path("id").asText()
                                : ""));
        table.print(out);
    }
}
