package io.gradwatch.standalone.silence;

import io.gradwatch.standalone.cli.Version;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gradwatch silence}: its subcommands do the work. */
@Command(
        name = "silence",
        description = "Keeps alerts from being told for a time. What still fires when that is over is told then.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "add|query|expire",
        subcommands = {SilenceAddCommand.class, SilenceQueryCommand.class, SilenceExpireCommand.class},
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer or there is no such silence, 2 when the command was not"
                    + " understood.",
            "",
            "Examples:",
            "  gradwatch silence add --project digits --class oscillating --for 2h --comment \"tuning lr\"",
            "  gradwatch silence query",
            "  gradwatch silence expire 0b4f5d0e-6c2f-4d7e-9a51-3f0c8f1f7a11",
        })
public final class SilenceCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: add, query or expire");
    }
}
