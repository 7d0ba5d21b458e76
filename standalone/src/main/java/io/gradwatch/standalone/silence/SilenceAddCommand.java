package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.SilenceRules;
import io.gradwatch.standalone.attach.DurationText;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.cli.Version;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.KafkaAddress;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code gradwatch silence add}. */
@Command(
        name = "add",
        description = "Silences the alerts that match all that is given, at least one PATTERN, and shows which of those"
                + " that fire now these are.",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood or would silence"
                    + " everything.",
            "",
            "Examples:",
            "  gradwatch silence add --project digits --class oscillating --for 2h --comment \"tuning lr\"",
            "  gradwatch silence add --run '/sweep-(7|8)-.*/' --severity warning --for 1d --by ada",
        })
public final class SilenceAddCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private MatcherOptions options;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "1h",
            converter = DurationText.class,
            description = "How long, such as 90s, 15m, 2h or 3d; at most 30d. Default: ${DEFAULT-VALUE}")
    private Duration length;

    @Mixin
    private Person person;

    @Option(names = "--json", description = "Print a JSON object.")
    private boolean json;

    @Mixin
    private FleetAddress fleet;

    @Mixin
    private KafkaAddress kafka;

    @Override
    public Integer call() {
        List<SilenceMatcher> matchers = options.matchers();
        if (matchers.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(),
                    "say what to silence: at least one of --run, --project, --owner, --class, --detector, --severity");
        }
        Instant now = Clock.systemUTC().instant();
        try {
            // A silence that breaks a rule is refused without a request.
            check(new Silence(
                    "new",
                    matchers,
                    person.name(),
                    person.comment(),
                    now.toEpochMilli(),
                    end(now).toEpochMilli(),
                    false));
            SilenceBackend.Added added = SilenceBackend.of(fleet, kafka, spec).add(matchers, person, now, length);
            new SilenceReport(spec.commandLine().getOut(), json).added(added, now);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), Terminal.plain(e.getMessage()), e);
        }
        return CommandLine.ExitCode.OK;
    }

    private static void check(Silence wanted) {
        List<String> problems = SilenceRules.problems(wanted);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("a silence " + String.join("; ", problems));
        }
    }

    private Instant end(Instant now) {
        try {
            return now.plus(length);
        } catch (ArithmeticException | DateTimeException e) {
            throw new IllegalArgumentException("--for was too long: at most 30d", e);
        }
    }
}
