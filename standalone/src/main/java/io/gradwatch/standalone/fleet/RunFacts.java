package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.TextTable;
import java.io.PrintWriter;

/** Prints where a run comes from: owner, host, configuration, and the checkpoints that it saved. */
final class RunFacts {

    private RunFacts() {}

    static void print(JsonNode run, PrintWriter out) {
        line("owner", run, out);
        line("host", run, out);
        configuration(run.path("description").path("hyperparameters"), out);
        checkpoints(run.path("checkpoints"), out);
    }

    private static void line(String name, JsonNode run, PrintWriter out) {
        if (!run.path(name).asText().isEmpty()) {
            out.println(Terminal.plain(name + ": " + run.path(name).asText()));
        }
    }

    private static void configuration(JsonNode values, PrintWriter out) {
        if (values.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("configuration", "value").words(1);
        values.fields().forEachRemaining(one -> table.row(one.getKey(), Cells.text(one.getValue())));
        out.println();
        table.print(out);
    }

    private static void checkpoints(JsonNode saved, PrintWriter out) {
        if (saved.isEmpty()) {
            return;
        }
        TextTable table = new TextTable("checkpoint", "attempt", "step");
        for (JsonNode one : saved) {
            table.row(
                    Cells.text(one.path("path")),
                    Cells.count(one.path("attempt")),
                    one.path("step").asLong() < 0 ? "–" : Cells.count(one.path("step")));
        }
        out.println();
        table.print(out);
    }
}
