package io.gradwatch.standalone.note;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.AsciiJson;
import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.FleetClient;
import io.gradwatch.standalone.fleet.FleetClient.RefusedException;
import io.gradwatch.standalone.fleet.NamedRun;
import io.gradwatch.standalone.fleet.NoteWords;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch note}. */
@Command(
        name = "note",
        description =
                "Writes a note on a run, on a step of it, or on a place of one of its curves. Without a text, lists"
                        + " the notes of the run.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or there is no run or note of this id, 2 when the"
                    + " command was not understood.",
            "",
            "Examples:",
            "  gradwatch note digits-7f3a \"first run with the new tokenizer\"",
            "  gradwatch note digits-7f3a --series gradient_norm --step 1200 --last-step 1450 \"bad shard\"",
            "  gradwatch note digits-7f3a",
            "  gradwatch note digits-7f3a --change 0b4f5d0e-6c2f-4d7e-9a51-3f0c8f1f7a11 \"bad shard 12\"",
            "  gradwatch note digits-7f3a --remove 0b4f5d0e-6c2f-4d7e-9a51-3f0c8f1f7a11",
        })
public final class NoteCommand extends ProductCommand {

    @Mixin
    private FleetAddress address;

    @Parameters(index = "0", paramLabel = "RUN", description = "Id of the run, or its name.")
    private String run;

    @Parameters(index = "1", paramLabel = "TEXT", arity = "0..1", description = "The note.")
    private String text;

    @Option(names = "--step", paramLabel = "N", description = "Step that the note is about.")
    private Long step;

    @Option(names = "--last-step", paramLabel = "N", description = "Last step of a range that begins with --step.")
    private Long lastStep;

    @Option(
            names = "--series",
            paramLabel = "SERIES",
            description = "Series whose curve the note is about, at the step. Default: all")
    private String series;

    @Option(names = "--change", paramLabel = "NOTE", description = "Give the note of this id the text.")
    private String changed;

    @Option(names = "--remove", paramLabel = "NOTE", description = "Remove the note of this id.")
    private String removed;

    @Option(
            names = "--by",
            paramLabel = "NAME",
            defaultValue = "${sys:user.name}",
            description = "Author of the note, or of its change. Default: ${DEFAULT-VALUE}")
    private String by;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Override
    public Integer call() {
        checkOptions();
        try {
            FleetClient fleet = address.client();
            JsonNode known = NamedRun.of(fleet, run);
            String id = known.path("run").asText();
            change(fleet, "/runs/" + FleetClient.encoded(id) + "/notes");
            if (text != null) {
                NotePlace.doubts(known, series, lastStep == null ? step : lastStep)
                        .forEach(doubt -> warn("gradwatch note: " + doubt));
            }
            print(NamedRun.of(fleet, id).path("notes"));
        } catch (RefusedException e) {
            if (e.isBadRequest()) {
                throw misuse(Terminal.plain(e.getMessage()), e);
            }
            throw e;
        }
        return CommandLine.ExitCode.OK;
    }

    private void checkOptions() {
        boolean placed = step != null || lastStep != null || series != null;
        if (removed != null && (text != null || changed != null || placed)) {
            throw misuse("--remove goes with a run alone");
        }
        if (changed != null && (text == null || placed)) {
            throw misuse("--change needs a text, and leaves the place of the note as it is");
        }
        if (placed && text == null) {
            throw misuse("say what to note there: a text is missing");
        }
    }

    /** Does what the options say; nothing without a text. */
    private void change(FleetClient fleet, String path) {
        if (removed != null) {
            fleet.delete(path + "/" + FleetClient.encoded(removed));
        } else if (changed != null) {
            fleet.post(path + "/" + FleetClient.encoded(changed), Map.of("text", text, "by", by));
        } else if (text != null) {
            fleet.post(path, note());
        }
    }

    private Map<String, Object> note() {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("text", text);
        body.put("step", step);
        body.put("last_step", lastStep);
        body.put("series", series);
        body.put("by", by);
        body.put("via", "command");
        return body;
    }

    private void print(JsonNode notes) {
        if (json) {
            notes.forEach(note -> out().println(AsciiJson.line(note)));
        } else {
            NoteWords.table(notes).print(out());
        }
    }
}
