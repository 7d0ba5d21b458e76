package io.gradwatch.standalone.attach;

import io.gradwatch.agent.attach.AttachSettings;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.standalone.cli.DurationText;
import io.gradwatch.standalone.replay.ReadingOptions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that say how logs are followed, and what is known of their runs besides. */
public final class FollowingOptions {

    /** From where on a log is sent. */
    public enum From {
        /** All that it holds. */
        start,
        /** Only lines that are written from now on. */
        now
    }

    private static final Duration SHORTEST_SILENCE = Duration.ofSeconds(10);

    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Mixin
    private ReadingOptions reading;

    @Option(names = "--run", paramLabel = "ID", description = "Id of the run, where there is one.")
    private String run;

    @Option(names = "--project", paramLabel = "NAME", defaultValue = "", description = "Project of the runs.")
    private String project;

    @Option(names = "--name", paramLabel = "NAME", defaultValue = "", description = "Name of the runs for people.")
    private String name;

    @Option(
            names = "--from",
            paramLabel = "start|now",
            defaultValue = "start",
            description = "Send what the logs hold already, or only what is written from now on.")
    private From from;

    @Option(
            names = "--separate",
            description = "Folders such as train and validation are runs of their own, and not one run of one job.")
    private boolean separate;

    @Option(
            names = "--silent-after",
            paramLabel = "DURATION",
            defaultValue = "2h",
            converter = DurationText.class,
            description =
                    "A run without a new row for this long may be called silent: 2h by default, such as 90s, 15m.")
    private Duration silentAfter;

    @Option(
            names = "--ended-after",
            paramLabel = "DURATION",
            converter = DurationText.class,
            description = "A run without a new row for this long has ended; without it, that is never assumed.")
    private Duration endedAfter;

    @Option(
            names = "--state",
            paramLabel = "DIR",
            description = "Where is remembered what was sent; ~/.gradwatch/attach by default.")
    private Path state;

    /**
     * Settings that the options give.
     *
     * @throws ParameterException when one was not understood
     */
    AttachSettings settings() {
        try {
            return new AttachSettings(
                    reading.reading(),
                    runId(),
                    project,
                    name,
                    !separate,
                    from == From.now,
                    atLeast("--silent-after", silentAfter),
                    Optional.ofNullable(endedAfter).map(duration -> atLeast("--ended-after", duration)),
                    stateFolder());
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), e.getMessage(), e);
        }
    }

    Path stateFolder() {
        return (state == null ? Path.of(System.getProperty("user.home", "."), ".gradwatch", "attach") : state)
                .toAbsolutePath();
    }

    private Optional<String> runId() {
        if (run != null && !Relay.isRunId(run)) {
            throw new IllegalArgumentException(
                    "--run was '" + run + "'; expected 1 to 200 printable characters without blanks around them");
        }
        return Optional.ofNullable(run);
    }

    private static Duration atLeast(String option, Duration duration) {
        if (duration.compareTo(SHORTEST_SILENCE) < 0) {
            throw new IllegalArgumentException(option + " was " + duration.toMillis()
                    + " ms; expected 10s or more, as logs are written in bursts");
        }
        return duration;
    }
}
