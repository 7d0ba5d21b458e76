package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Silence;
import io.gradwatch.silence.SilenceState;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code gradwatch silence query}. */
@Command(
        name = "query",
        description = "Lists the silences that hold or will.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood.",
            "",
            "Example:",
            "  gradwatch silence query --expired",
        })
public final class SilenceQueryCommand extends SilenceBackendCommand {

    @Option(names = "--expired", description = "Also those that are over, for five days.")
    private boolean expired;

    @Override
    int call(Instant now) {
        List<Silence> silences = backend().silences().stream()
                .filter(silence -> expired || SilenceState.of(silence, now) != SilenceState.EXPIRED)
                .toList();
        report().silences(silences, now);
        return CommandLine.ExitCode.OK;
    }
}
