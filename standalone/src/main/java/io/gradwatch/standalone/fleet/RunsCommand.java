package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.TextTable;
import io.gradwatch.standalone.fleet.FleetClient.FleetList;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch runs}. */
@Command(
        name = "runs",
        description = "Lists the runs of a fleet as they are now, or tells all of one.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood.",
            "",
            "Examples:",
            "  gradwatch runs --state crashed",
            "  gradwatch runs --verdict diverged",
            "  gradwatch runs --project digits --sort loss --ascending",
            "  gradwatch runs --tag baseline --group sweep-1",
            "  gradwatch runs --where 'config.lr > 0.001' --column config.lr --sort best_loss --ascending",
            "  gradwatch runs digits-7f3a",
        })
public final class RunsCommand extends FleetCommand {

    private static final List<String> USUAL =
            List.of("run", "project", "state", "step", "loss", "steps/s", "last heard", "alerts", "tags", "page");

    @Parameters(paramLabel = "RUN", arity = "0..1", description = "Id of the run to tell of, or its name.")
    private String run;

    @Option(
            names = "--state",
            paramLabel = "STATE",
            description = "starting, training, stalled, silent, crashed, finished or stopped.")
    private String state;

    @Option(
            names = "--verdict",
            paramLabel = "VERDICT",
            description = "diverged or unrecovered: runs that ended with such a fault.")
    private String verdict;

    @Option(names = "--project", paramLabel = "NAME", description = "Of this project.")
    private String project;

    @Option(names = "--owner", paramLabel = "NAME", description = "Of this owner.")
    private String owner;

    @Option(names = "--host", paramLabel = "NAME", description = "On this host.")
    private String host;

    @Option(
            names = "--severity",
            paramLabel = "SEVERITY",
            description = "With an alert as grave, or graver, that fires or with which the run ended.")
    private String severity;

    @Option(names = "--tag", paramLabel = "TAG", description = "With this tag; given several times, with all of them.")
    private List<String> tags = List.of();

    @Option(names = "--group", paramLabel = "NAME", description = "Of this group, as the runs name it themselves.")
    private String group;

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            description = "With this in id, name, project, owner, host, group, notes or a tag.")
    private String text;

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            description = "Condition on a column, as the list of runs on the page has it; all that are given hold.")
    private List<String> conditions = List.of();

    @Option(
            names = "--column",
            paramLabel = "COLUMN",
            description = "Column to show besides, such as config.lr, metric.train-val/loss or result.accuracy; may be"
                    + " given several times.")
    private List<String> columns = List.of();

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            defaultValue = "started",
            description = "started, name, state, step, loss, last_event or any other column. Default: ${DEFAULT-VALUE}")
    private String sort;

    @Option(names = "--ascending", description = "Smallest first; otherwise the largest or newest.")
    private boolean ascending;

    @Option(names = "--limit", defaultValue = "50", description = "Runs to list. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    void ask(FleetClient fleet, PageLinks links, PrintWriter out) {
        if (run != null) {
            RunText.print(NamedRun.of(fleet, run), json, links, out);
        } else {
            print(fleet.list("/runs", query(), several(), "runs", limit), links, out);
        }
    }

    private Map<String, String> query() {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("state", state);
        query.put("verdict", verdict);
        query.put("project", project);
        query.put("owner", owner);
        query.put("host", host);
        query.put("severity", severity);
        query.put("group", group);
        query.put("text", text);
        query.put("sort", sort);
        query.put("order", ascending ? "asc" : "desc");
        return query;
    }

    private Map<String, List<String>> several() {
        return Map.of("tag", tags, "where", conditions, "column", columns);
    }

    private void print(FleetList runs, PageLinks links, PrintWriter out) {
        List<JsonNode> rows = runs.items();
        if (json) {
            rows.forEach(row -> out.println(AsciiJson.line(links.withPage(row))));
            return;
        }
        long now = System.currentTimeMillis();
        List<String> heading = new ArrayList<>(USUAL);
        heading.addAll(USUAL.size() - 1, columns);
        TextTable table = new TextTable(heading.toArray(String[]::new)).words(1, 2, 7, 8, heading.size() - 1);
        for (JsonNode row : rows) {
            List<Object> cells = new ArrayList<>(List.of(
                    Cells.text(row.path("run")),
                    Cells.text(row.path("project")),
                    RunText.state(row),
                    row.path("step").asLong() < 0 ? "–" : Cells.count(row.path("step")),
                    Cells.number(row.path("loss")),
                    Cells.number(row.path("steps_per_second")),
                    Cells.ago(row.path("last_event_millis"), now),
                    RunText.alerts(row),
                    Cells.words(row.path("tags"))));
            columns.forEach(column -> cells.add(value(row.path("values").path(column))));
            cells.add(links.run(row));
            table.row(cells.toArray());
        }
        table.print(out);
        if (runs.total() > rows.size()) {
            out.println(rows.size() + " of " + runs.total() + " runs; --limit shows more");
        }
    }

    private static String value(JsonNode value) {
        return value.isMissingNode() || value.isNull() ? "–" : value.isNumber() ? Cells.number(value) : value.asText();
    }
}
