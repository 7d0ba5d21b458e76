package io.gradwatch.standalone.feedback;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.TextTable;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.FleetClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradwatch feedback}. */
@Command(
        name = "feedback",
        description =
                "Shows of each detector how many votes found its alerts useful. With --labels, makes labelled runs"
                        + " of the votes, which `gradwatch evaluate` and the calibration read.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or the folder could not be written, 2 when the command"
                    + " was not understood.",
            "",
            "Examples:",
            "  gradwatch feedback",
            "  gradwatch feedback --labels our-labels && gradwatch evaluate our-labels --misses",
        })
public final class FeedbackCommand extends ProductCommand {

    /** Rows of an answer that are asked for; the fleet gives no more than its own setting allows. */
    private static final int MOST_ROWS = 1_000_000;

    private static final String BY_DETECTOR = """
            SELECT detector, class, count(*) FILTER (useful) AS useful, count(*) FILTER (NOT useful) AS not_useful
            FROM annotations WHERE kind = 'usefulness' AND detector IS NOT NULL GROUP BY ALL ORDER BY ALL""";

    @Mixin
    private FleetAddress address;

    @Option(
            names = "--labels",
            paramLabel = "DIR",
            description = "Write index.csv and a log of each run to this folder.")
    private Path labels;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        FleetClient fleet = address.client();
        if (labels == null) {
            printVotes(ask(fleet, BY_DETECTOR));
        } else {
            writeLabels(fleet);
        }
        return CommandLine.ExitCode.OK;
    }

    private void printVotes(JsonNode answer) {
        TextTable table = new TextTable("detector", "class", "useful", "not useful").words(1);
        for (JsonNode row : answer.path("rows")) {
            String detector = row.path(0).asText();
            String alertClass = row.path(1).asText();
            if (json) {
                out().println(AsciiJson.line(AsciiJson.object()
                        .put("detector", detector)
                        .put("class", alertClass)
                        .put("useful", row.path(2).asLong())
                        .put("not_useful", row.path(3).asLong())));
            }
            table.row(detector, alertClass, row.path(2).asLong(), row.path(3).asLong());
        }
        if (!json) {
            table.print(out());
        }
    }

    private void writeLabels(FleetClient fleet) throws IOException {
        LabelledFolder folder = new LabelledFolder(labels);
        if (folder.isUsed()) {
            throw misuse("--labels was '" + labels + "', which has an index.csv already: name another folder");
        }
        List<VotedAttempt> attempts = VotedAttempt.of(VotedAlert.of(ask(fleet, VotedAlert.QUERY)));
        for (VotedAttempt attempt : attempts) {
            AttemptLog log =
                    new AttemptLog(attempt, query -> fleet.download("/sql", Map.of("query", query), "text/csv"));
            if (!folder.add(attempt, log)) {
                warn("run '" + attempt.run() + "' is left out: the history has none of its steps");
            }
        }
        folder.writeIndex();
        String counts = VotedAttempt.counts(attempts).entrySet().stream()
                .map(label -> label.getValue() + " " + label.getKey())
                .collect(Collectors.joining(", "));
        out().println(attempts.size() + " labelled runs in " + labels + (counts.isEmpty() ? "" : ": " + counts));
    }

    private JsonNode ask(FleetClient fleet, String query) {
        JsonNode answer = fleet.post("/sql", Map.of("query", query, "limit", MOST_ROWS));
        if (answer.path("truncated").asBoolean()) {
            warn("there are more votes than the fleet answers at once (fleet.sql.rows): the rest is left out");
        }
        return answer;
    }
}
