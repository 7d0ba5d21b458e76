package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.LongNode;
import io.gradwatch.schema.fault.RunVerdict;
import io.gradwatch.standalone.cli.TextTable;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A summary for people.
 *
 * @param links to runs
 * @param zone of the times
 */
record SummaryText(PageLinks links, ZoneId zone) {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    void print(JsonNode summary, PrintWriter out) {
        JsonNode runs = summary.path("runs");
        out.println(time(summary.path("from_millis")) + " to " + time(summary.path("to_millis")) + ": "
                + counted(runs.path("started"), "run") + " started, " + Cells.count(runs.path("ended")) + " ended ("
                + Cells.count(runs.path("finished")) + " finished, " + Cells.count(runs.path("failed")) + " failed, "
                + stopped(runs) + " stopped)");
        if (summary.path("gpu_hours_lost").asDouble() > 0) {
            out.println(hours(summary.path("gpu_hours_lost")) + " GPU-hours lost, by "
                    + counted(summary.path("runs_with_loss"), "run"));
        }
        faults(summary.path("faults"), out);
        worstRuns(summary.path("worst_runs"), out);
        results(better(summary), out);
        votes(summary.path("votes"), out);
    }

    private static void faults(JsonNode faults, PrintWriter out) {
        if (faults.isEmpty()) {
            out.println();
            out.println("Nothing broke.");
            return;
        }
        TextTable table = new TextTable("fault", "alerts", "runs", "critical", "recovered", "open", "acknowledged");
        faults.forEach(fault -> table.row(
                Cells.text(fault.path("class")),
                Cells.count(fault.path("alerts")),
                Cells.count(fault.path("runs")),
                Cells.count(fault.path("critical")),
                Cells.count(fault.path("recovered")),
                Cells.count(fault.path("open")),
                Cells.count(fault.path("acknowledged"))));
        out.println();
        table.print(out);
    }

    private void worstRuns(JsonNode runs, PrintWriter out) {
        if (!runs.isEmpty()) {
            TextTable table = new TextTable("lost most", "GPU-hours", "project", "owner", "faults", "now", "page")
                    .words(2, 3, 4, 5, 6);
            runs.forEach(run -> table.row(
                    Cells.text(run.path("run")),
                    hours(run.path("gpu_hours_lost")),
                    Cells.text(run.path("project")),
                    Cells.text(run.path("owner")),
                    Cells.text(run.path("classes")),
                    Cells.text(run.path("outcome")) + (run.path("open").asBoolean() ? ", open" : ""),
                    links.run(run)));
            out.println();
            table.print(out);
        }
    }

    private static String stopped(JsonNode runs) {
        long finishedOrFailed =
                runs.path("finished").asLong() + runs.path("failed").asLong();
        return Cells.count(LongNode.valueOf(runs.path("ended").asLong() - finishedOrFailed));
    }

    /** Results that are lower than an earlier one, but for those of runs that diverged. */
    private static List<JsonNode> better(JsonNode summary) {
        Set<String> diverged = new HashSet<>();
        for (JsonNode run : summary.path("worst_runs")) {
            List<String> classes = List.of(run.path("classes").asText().split(", "));
            if (run.path("open").asBoolean() && RunVerdict.of(classes) == RunVerdict.DIVERGED) {
                diverged.add(run.path("run").asText());
            }
        }
        List<JsonNode> better = new ArrayList<>();
        for (JsonNode result : summary.path("results")) {
            if (result.path("before").isNumber()
                    && !diverged.contains(result.path("run").asText())) {
                better.add(result);
            }
        }
        return better;
    }

    private void results(List<JsonNode> results, PrintWriter out) {
        if (!results.isEmpty()) {
            TextTable table = new TextTable("lower validation loss in", "loss", "before", "run", "page").words(3, 4);
            results.forEach(result -> table.row(
                    Cells.text(result.path("project")),
                    Cells.number(result.path("loss")),
                    Cells.number(result.path("before")),
                    Cells.text(result.path("run")),
                    links.run(result)));
            out.println();
            table.print(out);
        }
    }

    private static void votes(JsonNode votes, PrintWriter out) {
        long useful = votes.path("useful").asLong();
        long useless = votes.path("useless").asLong();
        if (useful + useless > 0) {
            out.println();
            out.println("People found it useful to be told " + times(useful) + ", and useless " + times(useless) + ".");
        }
    }

    private String time(JsonNode millis) {
        return TIME.format(Instant.ofEpochMilli(millis.asLong()).atZone(zone));
    }

    private static String counted(JsonNode count, String noun) {
        return Cells.count(count) + " " + noun + (count.asLong() == 1 ? "" : "s");
    }

    private static String times(long count) {
        return count + (count == 1 ? " time" : " times");
    }

    private static String hours(JsonNode hours) {
        return String.format(Locale.ROOT, "%,.1f", hours.asDouble());
    }
}
