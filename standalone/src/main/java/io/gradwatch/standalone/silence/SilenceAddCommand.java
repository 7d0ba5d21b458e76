package io.gradwatch.standalone.silence;

import io.gradwatch.schema.MatcherField;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.SilenceMatcher;
import io.gradwatch.silence.SilenceRules;
import io.gradwatch.standalone.cli.DurationText;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code gradwatch silence add}. */
@Command(
        name = "add",
        description = "Silences the alerts that match all that is given, at least one PATTERN, and shows which of those"
                + " that fire now these are.",
        footer = {
            "",
            "Exit code: 0 done, 1 when the fleet did not answer, 2 when the command was not understood or would silence"
                    + " everything.",
            "",
            "Examples:",
            "  gradwatch silence add --project digits --class oscillating --for 2h --comment \"tuning lr\"",
            "  gradwatch silence add --run '/sweep-(7|8)-.*/' --severity warning --for 1d --by ada",
        })
public final class SilenceAddCommand extends SilenceBackendCommand {

    @Option(
            names = "--run",
            paramLabel = "PATTERN",
            description = "Name or id of the run. * and ? stand for any text"
                    + " and any character; a regular expression stands between slashes.")
    private String run;

    @Option(names = "--project", paramLabel = "PATTERN", description = "The project.")
    private String project;

    @Option(names = "--owner", paramLabel = "PATTERN", description = "The owner.")
    private String owner;

    @Option(names = "--class", paramLabel = "PATTERN", description = "Class of the fault, such as nan or oscillating.")
    private String alertClass;

    @Option(names = "--detector", paramLabel = "PATTERN", description = "Id of the detector.")
    private String detector;

    @Option(
            names = "--severity",
            paramLabel = "PATTERN",
            description = "info, warning or critical: the severity that an alert has. One that gets worse is told.")
    private String severity;

    @Option(
            names = "--for",
            paramLabel = "DURATION",
            defaultValue = "1h",
            converter = DurationText.class,
            description = "How long, such as 90s, 15m, 2h or 3d; at most 30d. Default: ${DEFAULT-VALUE}")
    private Duration length;

    @Mixin
    private ChangeAuthor person;

    @Override
    int call(Instant now) {
        return parsed(() -> change(now));
    }

    private int change(Instant now) {
        List<SilenceMatcher> matchers = matchers();
        if (matchers.isEmpty()) {
            throw misuse(
                    "say what to silence: at least one of --run, --project, --owner, --class, --detector, --severity");
        }
        // A silence that breaks a rule is refused without a request.
        check(new Silence(
                "new", matchers, person.name(), person.comment(), now.toEpochMilli(), end(now).toEpochMilli(), false));
        report().added(backend().add(matchers, person, now, length), now);
        return CommandLine.ExitCode.OK;
    }

    /** Matchers that were given, in the order of the fields. */
    private List<SilenceMatcher> matchers() {
        List<SilenceMatcher> matchers = new ArrayList<>();
        add(matchers, MatcherField.RUN, run);
        add(matchers, MatcherField.PROJECT, project);
        add(matchers, MatcherField.OWNER, owner);
        add(matchers, MatcherField.CLASS, alertClass);
        add(matchers, MatcherField.DETECTOR, detector);
        add(matchers, MatcherField.SEVERITY, severity);
        return matchers;
    }

    private static void add(List<SilenceMatcher> matchers, MatcherField field, String pattern) {
        if (pattern != null) {
            matchers.add(new SilenceMatcher(field, pattern));
        }
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
