package io.gradwatch.standalone.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.TextTable;
import java.io.PrintWriter;
import java.time.Instant;

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
                        time(added.path("at_millis").asLong()),
                        added.path("by").asText(),
                        added.path("via").asText(),
                        words(added),
                        added.path("kind").asText().equals("comment")
                                ? added.path("id").asText()
                                : ""));
        table.print(out);
    }

    private static String words(JsonNode added) {
        return switch (added.path("kind").asText()) {
            case "comment" -> added.path("text").asText();
            case "assignment" -> "assigned to " + added.path("assignee").asText();
            case "usefulness" -> added.path("useful").asBoolean() ? "useful" : "not useful";
            default -> "";
        };
    }

    /** To the second, in UTC. */
    private static String time(long millis) {
        return Instant.ofEpochSecond(Math.floorDiv(millis, 1_000)).toString();
    }
}
