package io.gradwatch.agent.logs;

import io.gradwatch.agent.logs.csv.CsvFormat;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.folder.MetricFolder;
import io.gradwatch.agent.logs.json.JsonLinesFormat;
import io.gradwatch.agent.logs.json.JsonRowsFormat;
import io.gradwatch.agent.logs.json.TextInJsonFormat;
import io.gradwatch.agent.logs.json.TrainerStateFormat;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.tensorboard.EventFileFormat;
import io.gradwatch.agent.logs.text.TextFormat;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import io.gradwatch.agent.logs.wandb.WandbFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** All formats that can be read. */
public final class LogFormats {

    /** In the order in which they are tried. */
    public static final List<LogFormat> ALL = List.of(
            new EventFileFormat(),
            new WandbFormat(),
            new TextInJsonFormat(),
            new JsonRowsFormat(),
            new JsonLinesFormat(),
            new TrainerStateFormat(),
            new CsvFormat(),
            new TextFormat());

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
        Optional<RunLog> folder = MetricFolder.open(file, runId, how.mapped());
        if (folder.isPresent()) {
            return folder.get();
        }
        LogHead head = LogHead.of(file);
        if (head.text().isBlank()) {
            String known = ALL.stream().map(LogFormat::name).collect(Collectors.joining(" or "));
            throw new UnreadableLogException(file, 0, "is empty; expected " + known);
        }
        LogFormat format = how.kind().map(LogKind::format).orElseGet(() -> of(head, how));
        TextPattern pattern = how.pattern().orElse(null);
        return format instanceof TextFormat text
                ? text.open(file, runId, how.mapped(), pattern)
                : format.open(file, runId, how.mapped());
    }

    /** The format of a log that begins like this; a pattern is one of text. */
    static LogFormat of(LogHead head, LogReading how) {
        return ALL.stream()
                .filter(format -> how.pattern().isEmpty() || format instanceof TextFormat)
                .filter(format -> format.matches(head, how.mapped()))
                .findFirst()
                .orElseThrow();
    }
}
