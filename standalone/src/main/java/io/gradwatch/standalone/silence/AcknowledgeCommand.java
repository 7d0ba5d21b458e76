package io.gradwatch.standalone.silence;

import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.Version;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.KafkaAddress;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradwatch acknowledge}. */
@Command(
        name = "acknowledge",
        aliases = "ack",
        description =
                "Says that somebody looks after an alert: it is not told again unless it gets worse, and one with which"
                        + " a run ended leaves the overview. Without an alert, lists who looks after which.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
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
public final class AcknowledgeCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "ALERT", arity = "0..1", description = "Id of the alert.")
    private String id;

    @Option(names = "--undo", description = "Take the acknowledgement back.")
    private boolean undo;

    @Mixin
    private Person person;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Mixin
    private FleetAddress fleet;

    @Mixin
    private KafkaAddress kafka;

    @Override
    public Integer call() {
        if (id == null && undo) {
            throw new ParameterException(spec.commandLine(), "--undo needs the id of an alert");
        }
        SilenceReport report = new SilenceReport(spec.commandLine().getOut(), json);
        SilenceBackend desk = SilenceBackend.of(fleet, kafka, spec);
        try {
            report.acknowledgements(
                    id == null
                            ? desk.acknowledgements()
                            : undo
                                    ? desk.withdraw(id)
                                    : List.of(desk.acknowledge(
                                            id, person, Clock.systemUTC().instant())));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), Terminal.plain(e.getMessage()), e);
        }
        return CommandLine.ExitCode.OK;
    }
}
