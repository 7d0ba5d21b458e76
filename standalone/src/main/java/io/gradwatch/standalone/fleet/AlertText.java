package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.Terminal;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * All of one alert, for people.
 *
 * @param alert as the API answers it
 * @param links to its page
 */
record AlertText(JsonNode alert, PageLinks links) {

    void print(PrintWriter out) {
        AlertsText.table(List.of(alert), links, System.currentTimeMillis()).print(out);
        out.println();
        out.println(Terminal.plain("id: " + alert.path("id").asText()));
        section("People", people(), out);
        section("Evidence", lines(alert.path("evidence"), AlertText::evidence), out);
        section("Probable causes", lines(alert.path("causes"), AlertText::advice), out);
        section("What to try, first things first", lines(alert.path("remedies"), AlertText::advice), out);
        section("Last good checkpoint", checkpoint(), out);
    }

    private static void section(String title, List<String> lines, PrintWriter out) {
        if (!lines.isEmpty()) {
            out.println();
            out.println(title + ":");
            lines.forEach(line -> out.println("  " + Terminal.plain(line)));
        }
    }

    private static List<String> lines(JsonNode items, Function<JsonNode, String> line) {
        List<String> lines = new ArrayList<>();
        items.forEach(item -> lines.add(line.apply(item)));
        return lines;
    }

    /** The acknowledgement, then what people added. */
    private List<String> people() {
        List<String> lines = new ArrayList<>();
        JsonNode acknowledgement = alert.path("acknowledgement");
        if (acknowledgement.isObject()) {
            String comment = acknowledgement.path("comment").asText();
            lines.add(by(acknowledgement) + "acknowledged" + (comment.isEmpty() ? "" : ": " + comment));
        }
        lines.addAll(lines(alert.path("annotations"), added -> by(added) + AnnotationWords.of(added)));
        return lines;
    }

    private static String by(JsonNode change) {
        return AnnotationWords.time(change) + " " + change.path("by").asText() + ": ";
    }

    /** The checkpoint from before the fault, then how many are to be doubted. */
    private List<String> checkpoint() {
        List<String> lines = new ArrayList<>();
        JsonNode good = alert.path("last_good_checkpoint");
        if (good.isObject()) {
            String step = good.path("step").asLong(-1) < 0 ? "" : "step " + Cells.count(good.path("step")) + ": ";
            lines.add(step + good.path("path").asText());
        }
        int suspects = alert.path("suspect_checkpoints").asInt();
        if (suspects > 0) {
            lines.add(suspects + " saved later may hold the fault");
        }
        return lines;
    }

    /** A number that is whole, such as a step, is written as such. */
    private static String evidence(JsonNode item) {
        String threshold = item.path("threshold").isNumber()
                ? " " + item.path("comparison").asText() + " " + number(item.path("threshold"))
                : "";
        String unit = item.path("unit").asText();
        return item.path("name").asText() + ": " + number(item.path("value")) + threshold
                + (unit.isEmpty() ? "" : " " + unit);
    }

    private static String number(JsonNode value) {
        boolean whole = value.isNumber() && value.asDouble() == value.asLong();
        return whole ? Cells.count(value) : Cells.number(value);
    }

    private static String advice(JsonNode item) {
        String knowledge = item.path("item").asText("");
        return item.path("text").asText() + (knowledge.isEmpty() ? "" : " (" + knowledge + ")");
    }
}
