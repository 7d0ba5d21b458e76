package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.AlertId;
import io.gradwatch.standalone.cli.AsciiJson;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch alerts}. */
@Command(
        name = "alerts",
        description = "Lists the alerts of a fleet, those that fire and those that ended of late, or tells all of one.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood.",
            "",
            "Examples:",
            "  gradwatch alerts --severity critical --status firing",
            "  gradwatch alerts --open",
            "  gradwatch alerts --project digits --state unrecovered",
            "  gradwatch alerts --run digits-7f3a",
            "  gradwatch alerts digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763",
        })
public final class AlertsCommand extends FleetCommand {

    @Parameters(paramLabel = "ALERT", arity = "0..1", converter = AlertId.class, description = AlertId.DESCRIPTION)
    private String id;

    @Option(names = "--state", paramLabel = "STATE", description = "firing, recovered or unrecovered. Default: all")
    private String state;

    @Option(
            names = "--status",
            paramLabel = "STATUS",
            description = "firing or unrecovered (and nobody looks after it), acknowledged, silenced, recovered or"
                    + " expired (it fired when its run left the live tables).")
    private String status;

    @Option(
            names = "--open",
            description = "Those that are still to be seen to: they fire, or their run ended with them of late.")
    private boolean open;

    @Option(names = "--severity", paramLabel = "SEVERITY", description = "info, warning or critical.")
    private String severity;

    @Option(names = "--class", paramLabel = "CLASS", description = "Such as nan, exploding or overfitting.")
    private String alertClass;

    @Option(names = "--run", paramLabel = "RUN", description = "Of the run of this id, or name.")
    private String run;

    @Option(names = "--project", paramLabel = "NAME", description = "Of this project.")
    private String project;

    @Option(names = "--owner", paramLabel = "NAME", description = "Of this owner.")
    private String owner;

    @Option(names = "--assignee", paramLabel = "NAME", description = "That this person was assigned to look after.")
    private String assignee;

    @Option(names = "--limit", defaultValue = "50", description = "Alerts to list. Default: ${DEFAULT-VALUE}")
    private int limit;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    void ask(FleetClient fleet, PageLinks links, PrintWriter out) {
        if (id != null) {
            print(fleet.get("/alerts/" + FleetClient.encoded(id), Map.of()), links, out);
            return;
        }
        List<JsonNode> rows =
                fleet.list("/alerts", query(fleet), "alerts", limit).items();
        if (json) {
            rows.forEach(row -> out.println(AsciiJson.line(links.alertWithPage(row))));
        } else {
            AlertsText.table(rows, links, System.currentTimeMillis()).print(out);
        }
    }

    private Map<String, String> query(FleetClient fleet) {
        Map<String, String> query = new LinkedHashMap<>();
        query.put("state", state);
        query.put("status", status);
        query.put("open", open ? "true" : null);
        query.put("severity", severity);
        query.put("class", alertClass);
        query.put("run", run == null ? null : NamedRun.id(fleet, run));
        query.put("project", project);
        query.put("owner", owner);
        query.put("assignee", assignee);
        return query;
    }

    private void print(JsonNode alert, PageLinks links, PrintWriter out) {
        if (json) {
            out.println(AsciiJson.line(links.alertWithPage(alert)));
            return;
        }
        new AlertText(alert, links).print(out);
    }
}
