package io.gradwatch.agent.logs;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.folder.MetricFolder;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.RunLog;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Opens recorded logs in the format that a person says, else in the one that their content or their name tells. */
public final class LogFormats {

    /** In the order in which they are tried; a folder is known by what is in it. */
    private static final List<LogFormat> ALL = List.of(
            LogFormat.EVENTS,
            LogFormat.WANDB,
            LogFormat.TEXT_IN_JSON,
            LogFormat.JSON,
            LogFormat.JSON_LINES,
            LogFormat.TRAINER_STATE,
            LogFormat.CSV,
            LogFormat.TEXT);

    private LogFormats() {}

    /**
     * Opens a log in the format that its content, or else the ending of its name, tells.
     *
     * @param file to read
     * @param runId of the run that its telemetry shall belong to
     * @param mapped meaning of names by a person
     * @throws UnreadableLogException when the file is missing, empty or of no known format
     */
    public static RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return open(file, runId, LogReading.of(mapped));
    }

    /**
     * Opens a log as a person says, else in the format that its content, or else the ending of its name, tells.
     *
     * @param file to read
     * @param runId of the run that its telemetry shall belong to
     * @param how options of a person
     * @throws UnreadableLogException when the file is missing, empty or of no known format
     */
    public static RunLog open(Path file, String runId, LogReading how) throws UnreadableLogException {
        if (MetricFolder.in(file).isPresent()) {
            return LogFormat.FOLDER.openRecorded(file, runId, how);
        }
        LogHead head = LogHead.of(file);
        if (head.text().isBlank()) {
            String known = ALL.stream().map(LogFormat::words).collect(Collectors.joining(" or "));
            throw new UnreadableLogException(file, 0, "is empty; expected " + known);
        }
        return how.kind().orElseGet(() -> of(head, how)).openRecorded(file, runId, how);
    }

    /** The format of a log that begins like this; a pattern is one of text. */
    static LogFormat of(LogHead head, LogReading how) {
        return ALL.stream()
                .filter(kind -> how.pattern().isEmpty() || kind == LogFormat.TEXT)
                .filter(kind -> kind.matches(head, how.mapped()))
                .findFirst()
                .orElseThrow();
    }
}
