package io.gradwatch.standalone.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.AlertId;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.FleetClient;
import io.gradwatch.standalone.fleet.FleetClient.RefusedException;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** A command that adds something to an alert of a fleet, or shows what people added. */
abstract class AnnotationCommand extends ProductCommand {

    @Mixin
    private FleetAddress address;

    @Parameters(index = "0", paramLabel = "ALERT", converter = AlertId.class, description = AlertId.DESCRIPTION)
    private String alert;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Who does it. Default: ${DEFAULT-VALUE}")
    private String by;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public final Integer call() {
        JsonNode answer;
        try {
            answer = ask(address.client(), "/alerts/" + FleetClient.encoded(alert));
        } catch (RefusedException e) {
            if (e.isBadRequest()) {
                throw misuse(Terminal.plain(e.getMessage()), e);
            }
            throw e;
        }
        AnnotationReport report = new AnnotationReport(out(), json);
        report.print(answer);
        return CommandLine.ExitCode.OK;
    }

    /**
     * Does the work.
     *
     * @param path of the alert
     * @return the alert as it stands then
     */
    abstract JsonNode ask(FleetClient fleet, String path);

    /** Body of a change: author, place, and what is added. */
    final Map<String, Object> change(String name, Object value) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put(name, value);
        body.put("by", by);
        body.put("via", "command");
        return body;
    }
}
