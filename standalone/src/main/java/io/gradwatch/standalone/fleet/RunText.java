package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.schema.fault.RunVerdict;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Prints all that is known of one run. */
final class RunText {

    private RunText() {}

    /** State and verdict, such as "finished, diverged (nan)". */
    static String state(JsonNode run) {
        return RunVerdict.words(run.path("state").asText(), unrecovered(run));
    }

    /** Class of the gravest alert that fires, else the classes of those with which the run ended. */
    static String alerts(JsonNode run) {
        List<String> ended = unrecovered(run);
        return run.path("worst_class").isTextual() || ended.isEmpty()
                ? Cells.text(run.path("worst_class"))
                : String.join(", ", ended) + " unrecovered";
    }

    private static List<String> unrecovered(JsonNode run) {
        List<String> classes = new ArrayList<>();
        run.path("unrecovered").forEach(one -> classes.add(one.asText()));
        return classes;
    }

    static void print(JsonNode run, boolean json, PageLinks links, PrintWriter out) {
        if (json) {
            out.println(AsciiJson.line(links.withPage(run)));
            return;
        }
        long now = System.currentTimeMillis();
        out.println(Terminal.plain(Cells.text(run.path("run")) + " (" + Cells.text(run.path("name")) + "), project "
                + Cells.text(run.path("project")) + ", " + state(run) + ", attempt "
                + run.path("attempt").asInt() + ", last heard "
                + Cells.ago(run.path("last_event_millis"), now) + " ago"));
        out.println(links.run(run));
        words(run, out);
        RunFacts.print(run, out);
        out.println();
        TextTable metrics =
                new TextTable("series", "last", "at step", "least", "at step", "most", "at step", "not finite");
        for (JsonNode metric : run.path("metrics")) {
            metrics.row(
                    Cells.text(metric.path("series")),
                    Cells.number(metric.path("last")),
                    Cells.count(metric.path("last_step")),
                    Cells.number(metric.path("min")),
                    Cells.count(metric.path("min_step")),
                    Cells.number(metric.path("max")),
                    Cells.count(metric.path("max_step")),
                    Cells.count(metric.path("non_finite")));
        }
        metrics.print(out);
        summary(run.path("description").path("summary"), out);
        if (!run.path("notes").isEmpty()) {
            out.println();
            NoteWords.table(run.path("notes")).print(out);
        }
        if (!run.path("alerts").isEmpty()) {
            out.println();
            AlertsText.table(run.path("alerts"), links, now).print(out);
        }
    }

    /** Prints the run's group, its tags, and its notes line by line. */
    private static void words(JsonNode run, PrintWriter out) {
        if (!run.path("group").asText().isEmpty()) {
            out.println(Terminal.plain("group: " + run.path("group").asText()));
        }
        if (!run.path("tags").isEmpty()) {
            out.println(Terminal.plain("tags: " + Cells.words(run.path("tags"))));
        }
        run.path("description")
                .path("notes")
                .asText()
                .lines()
                .forEach(line -> out.println("  " + Terminal.plain(line)));
    }

    private static void summary(JsonNode summary, PrintWriter out) {
        if (summary.isEmpty()) {
            return;
        }
        TextTable results = new TextTable("result", "value");
        summary.fields().forEachRemaining(result -> results.row(result.getKey(), Cells.number(result.getValue())));
        out.println();
        results.print(out);
    }
}
