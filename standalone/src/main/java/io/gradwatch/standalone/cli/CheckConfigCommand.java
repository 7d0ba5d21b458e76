package io.gradwatch.standalone.cli;

import io.gradwatch.alerting.route.RouteTrial;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.standalone.settings.Settings;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code gradwatch check-config FILE}. */
@Command(
        name = "check-config",
        description = "Reads a configuration file, with the environment over it, and tells all that is wrong with it.",
        footer = {
            "",
            "Exit code: 0 when it can be used, 1 when not, 2 when the command was not understood.",
            "",
            "Examples:",
            "  gradwatch check-config gradwatch.yaml",
            "  gradwatch check-config gradwatch.yaml --route severity=warning,project=llm-a --at 2026-11-28T23:00:00Z",
        })
public final class CheckConfigCommand extends ProductCommand {

    @Parameters(paramLabel = "FILE", description = "The YAML file.")
    private Path file;

    @Option(
            names = "--route",
            paramLabel = "LABELS",
            description =
                    "Says which receivers would be told of an alert with these labels, and when: severity, project,"
                            + " owner, run, class, detector, host, as in severity=critical,project=llm-a. Tells nobody.")
    private String route;

    @Option(names = "--at", paramLabel = "TIME", description = "Time of that alert, such as 2026-11-28T23:00:00Z; now.")
    private String at;

    @Override
    public Integer call() {
        Settings settings;
        try {
            settings = Configuration.load(file, System.getenv()).read(Settings::from);
        } catch (ConfigurationException e) {
            e.problems().forEach(problem -> warn(problem));
            return CommandLine.ExitCode.SOFTWARE;
        }
        List<String> leftOut = settings.alerting().routes().leftOut();
        if (!leftOut.isEmpty()) {
            leftOut.forEach(problem -> warn(file + ": alerting.routes-folder has " + problem));
            return CommandLine.ExitCode.SOFTWARE;
        }
        if (route == null) {
            out().println(file + ": ok");
            settings.alerting().summaries().forEach(summary -> out().println(summary.sentence(Instant.now())));
        } else {
            RouteTrial trial = new RouteTrial(
                    settings.alerting().routes(), settings.alerting().timeZone());
            try {
                trial.of(route, time()).forEach(out()::println);
            } catch (IllegalArgumentException e) {
                // The usage would bury the sentence.
                warn(e.getMessage());
                return CommandLine.ExitCode.USAGE;
            }
        }
        return CommandLine.ExitCode.OK;
    }

    private Instant time() {
        try {
            return at == null ? Instant.now() : Instant.parse(at);
        } catch (DateTimeParseException e) {
            throw new IllegalArgumentException(
                    "--at was '" + at + "' but must be a time such as 2026-11-28T23:00:00Z", e);
        }
    }
}
