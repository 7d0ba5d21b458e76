package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Silence;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.Version;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.KafkaAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code gradwatch silence expire}. */
@Command(
        name = "expire",
        description = "Ends silences before their time. What they held back and still fires is told.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or there is no such silence, 2 when the command was not"
                    + " understood.",
            "",
            "Example:",
            "  gradwatch silence expire 0b4f5d0e-6c2f-4d7e-9a51-3f0c8f1f7a11",
        })
public final class SilenceExpireCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "SILENCE", arity = "1..*", description = "Id of a silence.")
    private List<String> ids;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Mixin
    private FleetAddress fleet;

    @Mixin
    private KafkaAddress kafka;

    @Override
    public Integer call() {
        Instant now = Clock.systemUTC().instant();
        SilenceBackend desk = SilenceBackend.of(fleet, kafka, spec);
        List<Silence> expired = new ArrayList<>();
        int code = CommandLine.ExitCode.OK;
        for (String id : ids) {
            Optional<Silence> silence = desk.expire(id, now);
            silence.ifPresent(expired::add);
            if (silence.isEmpty()) {
                spec.commandLine().getErr().println("no silence has the id '" + Terminal.plain(id) + "'");
                code = CommandLine.ExitCode.SOFTWARE;
            }
        }
        new SilenceReport(spec.commandLine().getOut(), json).silences(expired, now);
        return code;
    }
}
