package io.gradwatch.standalone.cli;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.standalone.settings.Settings;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code gradwatch check-config FILE}. */
@Command(
        name = "check-config",
        description = "Reads a configuration file, with the environment over it, and tells all that is wrong with it.",
        footer = {
            "",
            "Exit code: 0 when it can be used, 1 when not, 2 when the command was not understood.",
            "",
            "Example:",
            "  gradwatch check-config gradwatch.yml",
        })
public final class CheckConfigCommand extends ProductCommand {

    @Parameters(paramLabel = "FILE", description = "The YAML file.")
    private Path file;

    @Override
    public Integer call() {
        try {
            Configuration.load(file, System.getenv()).read(Settings::from);
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> warn(problem));
            return CommandLine.ExitCode.SOFTWARE;
        }
        out().println(file + ": ok");
        return CommandLine.ExitCode.OK;
    }
}
