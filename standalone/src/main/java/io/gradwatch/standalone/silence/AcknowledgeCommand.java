package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.silence.AlertLabels;
import io.gradwatch.schema.silence.MuteWriter;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.Version;
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
            "Exit code: 0 done, 1 when Kafka did not answer or there is no alert of this id or it has"
                    + " recovered, 2 when the command was not"
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
    private KafkaAddress kafka;

    @Override
    public Integer call() {
        MuteReport report = new MuteReport(spec.commandLine().getOut(), json);
        if (id == null && undo) {
            throw new ParameterException(spec.commandLine(), "--undo needs the id of an alert");
        }
        if (id == null) {
            report.acknowledgements(kafka.read().acknowledgements());
        } else if (undo) {
            takeBack(report);
        } else {
            report.acknowledgements(List.of(acknowledge()));
        }
        return CommandLine.ExitCode.OK;
    }

    private Acknowledgement acknowledge() {
        Alert alert = kafka.alerts().find(id).orElseThrow(() -> failure("no alert has the id '" + id + "'"));
        if (alert.getState() == AlertState.RECOVERED) {
            throw failure("alert '" + id + "' has recovered");
        }
        try (MuteWriter writer = kafka.writer()) {
            return writer.acknowledge(
                    AlertLabels.of(alert),
                    person.name(),
                    person.comment(),
                    Clock.systemUTC().instant());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), Terminal.plain(e.getMessage()), e);
        }
    }

    private void takeBack(MuteReport report) {
        List<Acknowledgement> known = kafka.read().acknowledgements().stream()
                .filter(acknowledged -> acknowledged.getAlertId().equals(id))
                .toList();
        if (known.isEmpty()) {
            throw failure("nobody acknowledged alert '" + id + "'");
        }
        try (MuteWriter writer = kafka.writer()) {
            writer.withdraw(id);
        }
        report.acknowledgements(known);
    }

    private static IllegalStateException failure(String why) {
        return new IllegalStateException(Terminal.plain(why));
    }
}
