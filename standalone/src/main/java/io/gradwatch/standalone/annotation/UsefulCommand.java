package io.gradwatch.standalone.annotation;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.fleet.FleetClient;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gradwatch useful}. */
@Command(
        name = "useful",
        description = "Votes whether it was useful to be told of an alert, in place of an earlier vote of yours."
                + " `gradwatch feedback` shows all votes, and makes labels of them.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or there is no alert of this id, 2 when the command was"
                    + " not understood.",
            "",
            "Examples:",
            "  gradwatch useful digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763 yes",
            "  gradwatch useful digits-7f3a/a0/plateau/900/5f2b9c01d4e8a763 no --by ada",
        })
public final class UsefulCommand extends AnnotationCommand {

    private static final Map<String, Boolean> ANSWERS = Map.of("yes", true, "no", false);

    @Parameters(index = "1", paramLabel = "yes|no", description = "Whether it was useful.")
    private String answer;

    @Override
    JsonNode ask(FleetClient fleet, String path) {
        Boolean useful = ANSWERS.get(answer);
        if (useful == null) {
            throw misuse("the vote was '" + answer + "' but must be yes or no");
        }
        return fleet.post(path + "/usefulness", change("useful", useful));
    }
}
