package io.gradwatch.standalone.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.fleet.FleetClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch comment}. */
@Command(
        name = "comment",
        description = "Adds a comment to an alert. Without a text, lists what people added to it: comments, who looks"
                + " after it, and votes.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or there is no alert or comment of this id, 2 when the"
                    + " command was not understood.",
            "",
            "Examples:",
            "  gradwatch comment digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763 \"bad batch in shard 12\"",
            "  gradwatch comment digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763",
            "  gradwatch comment digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763 --remove"
                    + " 0b4f5d0e-6c2f-4d7e-9a51-3f0c8f1f7a11",
        })
public final class CommentCommand extends AnnotationCommand {

    @Parameters(index = "1", paramLabel = "TEXT", arity = "0..1", description = "The comment.")
    private String text;

    @Option(names = "--remove", paramLabel = "COMMENT", description = "Remove the comment of this id.")
    private String removed;

    @Override
    JsonNode ask(FleetClient fleet, String path) {
        if (text != null && removed != null) {
            throw misuse("a text and --remove are two things: give one of them");
        }
        if (removed != null) {
            return fleet.delete(path + "/comments/" + FleetClient.encoded(removed));
        }
        return text == null ? fleet.get(path, Map.of()) : fleet.post(path + "/comments", change("text", text));
    }
}
