package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.standalone.cli.AlertId;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch acknowledge}. */
@Command(
        name = "acknowledge",
        aliases = "ack",
        description =
                "Says that somebody looks after an alert: it is not told again unless it gets worse, and one with which"
                        + " a run ended leaves the overview. Without an alert, lists who looks after which.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or there is no alert of this id or it has recovered, 2 when the command was not"
                    + " understood.",
            "",
            "Examples:",
            "  gradwatch acknowledge digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763 --comment \"restarting it\"",
            "  gradwatch ack digits-7f3a/a0/non-finite/120/5f2b9c01d4e8a763 --undo",
            "  gradwatch ack",
        })
public final class AcknowledgeCommand extends SilenceBackendCommand {

    @Parameters(paramLabel = "ALERT", arity = "0..1", converter = AlertId.class, description = AlertId.DESCRIPTION)
    private String id;

    @Option(names = "--undo", description = "Take the acknowledgement back.")
    private boolean undo;

    @Mixin
    private ChangeAuthor person;

    @Override
    int call(Instant now) {
        return parsed(() -> change(now));
    }

    private int change(Instant now) {
        if (id == null && undo) {
            throw misuse("--undo needs the id of an alert");
        }
        SilenceBackend backend = backend();
        List<Acknowledgement> shown;
        if (id == null) {
            shown = backend.acknowledgements();
        } else if (undo) {
            shown = backend.withdraw(id);
        } else {
            shown = List.of(backend.acknowledge(id, person, now));
        }
        report().acknowledgements(shown);
        return CommandLine.ExitCode.OK;
    }
}
