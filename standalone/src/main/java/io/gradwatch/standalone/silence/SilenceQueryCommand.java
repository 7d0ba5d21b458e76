package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Silence;
import io.gradwatch.silence.SilenceState;
import io.gradwatch.standalone.cli.Version;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.KafkaAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code gradwatch silence query}. */
@Command(
        name = "query",
        description = "Lists the silences that hold or will.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood.",
            "",
            "Example:",
            "  gradwatch silence query --expired",
        })
public final class SilenceQueryCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(names = "--expired", description = "Also those that are over, for five days.")
    private boolean expired;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

    @Mixin
    private FleetAddress fleet;

    @Mixin
    private KafkaAddress kafka;

    @Override
    public Integer call() {
        Instant now = Clock.systemUTC().instant();
        List<Silence> silences = SilenceBackend.of(fleet, kafka, spec).silences().stream()
                .filter(silence -> expired || SilenceState.of(silence, now) != SilenceState.EXPIRED)
                .toList();
        new SilenceReport(spec.commandLine().getOut(), json).silences(silences, now);
        return CommandLine.ExitCode.OK;
    }
}
