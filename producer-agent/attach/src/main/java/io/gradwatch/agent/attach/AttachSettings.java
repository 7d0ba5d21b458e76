package io.gradwatch.agent.attach;

import io.gradwatch.agent.logs.LogReading;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * Settings of the followed runs beside their logs.
 *
 * @param reading options for reading the logs
 * @param runId of the only run; empty where runs are named after their folders and files
 * @param project of all runs, empty for none
 * @param name for people, empty for the id
 * @param joined true if event files of a training and of its evaluations, in folders beside each other, are one run
 * @param fromNow true if what is in the logs at the start is left out
 * @param silentAfter time without a new row after which a run may be called silent
 * @param endedAfter time without a new row after which a run counts as ended; empty for never
 * @param stateFolder where is remembered what was sent
 */
public record AttachSettings(
        LogReading reading,
        Optional<String> runId,
        String project,
        String name,
        boolean joined,
        boolean fromNow,
        Duration silentAfter,
        Optional<Duration> endedAfter,
        Path stateFolder) {

    /** A job that logs once an hour is not silent. */
    public static final Duration DEFAULT_SILENT_AFTER = Duration.ofHours(2);

    /** The same for a run that began when its place was followed already: all of it is wanted. */
    AttachSettings fromStart() {
        return new AttachSettings(reading, runId, project, name, joined, false, silentAfter, endedAfter, stateFolder);
    }

    /** Everything from the start, each log as it tells. */
    public static AttachSettings defaults(Path stateFolder) {
        return new AttachSettings(
                LogReading.asTheyTell(),
                Optional.empty(),
                "",
                "",
                true,
                false,
                DEFAULT_SILENT_AFTER,
                Optional.empty(),
                stateFolder);
    }
}
