package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.TextTable;
import io.gradwatch.standalone.cli.Version;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradwatch runs}. */
@Command(
        name = "runs",
        description = "Lists the runs of a fleet as they are now, or tells all of one.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood.",
            "",
            "Examples:",
            "  gradwatch runs --state crashed",
            "  gradwatch runs --project digits --sort loss --ascending",
            "  gradwatch runs digits-7f3a",
        })
public final class RunsCommand implements Callable<Integer> {

    private static final int PART = 500;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "Id of the run to tell of.")
    private String run;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "starting, training, stalled, silent, crashed, finished or stopped.")
    private String state;

    @Option(names = "--project", paramLabel = "NAME", description = "Of this project.")
    private String project;

    @Option(names = "--owner", paramLabel = "NAME", description = "Of this owner.")
    private String owner;

    @Option(names = "--host", paramLabel = "NAME", description = "On this host.")
    private String host;

    @Option(names = "--severity", paramLabel = "SEVERITY", description = "With an open alert as grave, or graver.")
    private String severity;

    @Option(names = "--text", paramLabel = "TEXT", description = "With this in id, name, project, owner or host.")
    private String text;

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            defaultValue = "started",
            description = "started, name, state, step, loss or last_event. Default: ${DEFAULT-VALUE}")
    private String sort;

    @Option(names = "--ascending", description = "Smallest first; otherwise the largest or newest.")
    private boolean ascending;

    @Option(names = "--limit", defaultValue = "50", description = "Runs to list. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Mixin
    private FleetAddress address;

    @Override
    public Integer call() {
        FleetClient client = address.client();
        if (run != null) {
            JsonNode detail = client.get("/runs/" + FleetClient.encoded(run), Map.of());
            RunText.print(detail, json, spec.commandLine().getOut());
            return CommandLine.ExitCode.OK;
        }
        long[] total = new long[1];
        List<JsonNode> rows = new ArrayList<>();
        JsonNode cursor = null;
        do {
            JsonNode part = client.get("/runs", query(limit - rows.size(), cursor));
            part.path("runs").forEach(rows::add);
            total[0] = part.path("total").asLong();
            cursor = part.path("next_cursor");
        } while (cursor.isTextual() && rows.size() < limit);
        print(rows, total[0]);
        return CommandLine.ExitCode.OK;
    }

    private Map<String, List<String>> query(int wanted, JsonNode cursor) {
        Map<String, List<String>> query = new LinkedHashMap<>();
        put(query, "state", state);
        put(query, "project", project);
        put(query, "owner", owner);
        put(query, "host", host);
        put(query, "severity", severity);
        put(query, "text", text);
        put(query, "sort", sort);
        put(query, "order", ascending ? "asc" : "desc");
        put(query, "limit", Integer.toString(Math.max(1, Math.min(PART, wanted))));
        put(query, "cursor", cursor == null ? null : cursor.asText());
        return query;
    }

    static void put(Map<String, List<String>> query, String name, String value) {
        if (value != null) {
            query.put(name, List.of(value));
        }
    }

    private void print(List<JsonNode> rows, long total) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            rows.forEach(out::println);
            return;
        }
        long now = System.currentTimeMillis();
        TextTable table = new TextTable("run", "project", "state", "step", "loss", "steps/s", "last heard", "alerts")
                .words(1, 2, 7);
        for (JsonNode row : rows) {
            table.row(
                    Cells.text(row.path("run")),
                    Cells.text(row.path("project")),
                    Cells.text(row.path("state")),
                    row.path("step").asLong() < 0 ? "–" : Cells.count(row.path("step")),
                    Cells.number(row.path("loss")),
                    Cells.number(row.path("steps_per_second")),
                    Cells.ago(row.path("last_event_millis"), now),
                    Cells.text(row.path("worst_class")));
        }
        table.lines().forEach(out::println);
        if (total > rows.size()) {
            out.println(rows.size() + " of " + total + " runs; --limit shows more");
        }
    }
}
