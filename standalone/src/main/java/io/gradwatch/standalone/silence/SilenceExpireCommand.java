package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Silence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gradwatch silence expire}. */
@Command(
        name = "expire",
        description = "Ends silences before their time. What they held back and still fires is told.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or there is no such silence, 2 when the command was not"
                    + " understood.",
            "",
            "Example:",
            "  gradwatch silence expire 0b4f5d0e-6c2f-4d7e-9a51-3f0c8f1f7a11",
        })
public final class SilenceExpireCommand extends SilenceBackendCommand {

    @Parameters(paramLabel = "SILENCE", arity = "1..*", description = "Id of a silence.")
    private List<String> ids;

    @Override
    int call(Instant now) {
        SilenceBackend backend = backend();
        List<Silence> expired = new ArrayList<>();
        int code = CommandLine.ExitCode.OK;
        for (String id : ids) {
            Optional<Silence> silence = backend.expire(id, now);
            silence.ifPresent(expired::add);
            if (silence.isEmpty()) {
                warn("no silence has the id '" + id + "'");
                code = CommandLine.ExitCode.SOFTWARE;
            }
        }
        report().silences(expired, now);
        return code;
    }
}
