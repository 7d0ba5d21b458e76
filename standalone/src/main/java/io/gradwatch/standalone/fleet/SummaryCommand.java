package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.DurationText;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gradwatch summary}. */
@Command(
        name = "summary",
        description = "Sums up the last day, or another time: what broke, hours of accelerators lost, better results.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood.",
            "",
            "Examples:",
            "  gradwatch summary",
            "  gradwatch summary --since 7d --project digits",
        })
public final class SummaryCommand extends FleetCommand {

    @Option(
            names = "--since",
            paramLabel = "DURATION",
            defaultValue = "1d",
            converter = DurationText.class,
            description = "How far back, such as 12h or 7d. Default: ${DEFAULT-VALUE}")
    private Duration since;

    @Option(names = "--project", paramLabel = "NAME", description = "Of this project. Default: all")
    private String project;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    void ask(FleetClient fleet, PageLinks links, PrintWriter out) {
        Instant to = Instant.now();
        Map<String, List<String>> query = new LinkedHashMap<>();
        query.put("from", List.of(Long.toString(to.minus(since).toEpochMilli())));
        query.put("to", List.of(Long.toString(to.toEpochMilli())));
        if (project != null) {
            query.put("project", List.of(project));
        }
        JsonNode summary = fleet.get("/summary", query);
        if (json) {
            summary.path("worst_runs").forEach(links::withPage);
            summary.path("results").forEach(links::withPage);
            out.println(AsciiJson.line(summary));
        } else {
            new SummaryText(links, ZoneId.systemDefault()).print(summary, out);
        }
    }
}
