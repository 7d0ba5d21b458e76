package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.TextTable;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch compare}. */
@Command(
        name = "compare",
        description = "Compares runs: where they stand, and what of their configuration differs.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood.",
            "",
            "Example:",
            "  gradwatch compare --series train-val/loss digits-7f3a digits-9c01",
        })
public final class CompareCommand extends FleetCommand {

    @Parameters(paramLabel = "RUN", arity = "2..20", description = "Ids of the runs, or their names.")
    private List<String> runs;

    @Option(names = "--series", defaultValue = "loss", description = "What to compare. Default: ${DEFAULT-VALUE}")
    private String series;

    @Option(names = "--json", description = "Print one JSON object, with the points of the curves.")
    private boolean json;

    @Override
    void ask(FleetClient fleet, PageLinks links, PrintWriter out) {
        List<String> ids = runs.stream()
                .map(run -> NamedRun.of(fleet, run).path("run").asText())
                .toList();
        JsonNode answer = fleet.get("/compare", Map.of("run", ids, "series", List.of(series)));
        if (json) {
            answer.path("runs").forEach(links::withPage);
            out.println(AsciiJson.line(answer));
            return;
        }
        TextTable curves = new TextTable(
                        "run", "state", "first " + series, "last " + series, "least " + series, "at step", "page")
                .words(1, 6);
        answer.path("runs").forEach(run -> curves.row(summary(run, links)));
        curves.print(out);
        TextTable differences = new TextTable(heading());
        for (int column = 1; column <= runs.size(); column++) {
            differences.words(column);
        }
        for (JsonNode entry : answer.path("configuration")) {
            if (entry.path("differs").asBoolean()) {
                List<Object> cells = new ArrayList<>();
                cells.add(Cells.text(entry.path("key")));
                entry.path("values").forEach(value -> cells.add(Cells.text(value)));
                differences.row(cells.toArray());
            }
        }
        out.println();
        differences.print(out);
    }

    private String[] heading() {
        List<String> heading = new ArrayList<>(List.of("differs"));
        heading.addAll(runs);
        return heading.toArray(String[]::new);
    }

    private static Object[] summary(JsonNode run, PageLinks links) {
        JsonNode points = run.path("points");
        int n = points.path("step").size();
        int least = -1;
        for (int i = 0; i < n; i++) {
            JsonNode value = points.path("min").path(i);
            boolean lower = least < 0
                    || value.asDouble() < points.path("min").path(least).asDouble();
            least = value.isNumber() && lower ? i : least;
        }
        return new Object[] {
            Cells.text(run.path("run")),
            run.path("state").isTextual() ? RunText.state(run) : Cells.text(run.path("state")),
            Cells.number(points.path("last").path(0)),
            Cells.number(points.path("last").path(n - 1)),
            least < 0 ? "–" : Cells.number(points.path("min").path(least)),
            least < 0 ? "–" : Cells.count(points.path("step").path(least)),
            links.run(run),
        };
    }
}
