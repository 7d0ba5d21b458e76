package io.gradwatch.standalone.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.fleet.FleetClient;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch assign}. */
@Command(
        name = "assign",
        description = "Says who looks after an alert. It is told and repeated as before: only an acknowledgement ends"
                + " that.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or there is no alert of this id, 2 when the command was"
                    + " not understood.",
            "",
            "Examples:",
            "  gradwatch assign digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763 ada",
            "  gradwatch assign digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763 --undo",
        })
public final class AssignCommand extends AnnotationCommand {

    @Parameters(index = "1", paramLabel = "WHO", arity = "0..1", description = "The person.")
    private String assignee;

    @Option(names = "--undo", description = "Nobody in particular looks after it.")
    private boolean undo;

    @Override
    JsonNode ask(FleetClient fleet, String path) {
        if ((assignee == null) != undo) {
            throw misuse("say who looks after it, or --undo");
        }
        String assignment = path + "/assignment";
        return undo ? fleet.delete(assignment) : fleet.post(assignment, change("assignee", assignee));
    }
}
