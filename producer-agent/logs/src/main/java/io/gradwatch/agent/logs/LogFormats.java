package io.gradwatch.agent.logs;

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
            new JsonRowsFormat(),
            new JsonLinesFormat(),
            new TrainerStateFormat(),
            new CsvFormat());

    private LogFormats() {}

    /**
     * Opens a log in the format that its content, or else the ending of its name, tells.
     *
     * @param file to read
     * @param runId of the run that its telemetry shall belong to
     * @param mapped what a person says of its names
     * @throws UnreadableLogException when the file is missing, empty or of no known format
     */
    public static RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        Optional<RunLog> folder = MetricFolder.open(file, runId, mapped);
        if (folder.isPresent()) {
            return folder.get();
        }
        LogHead head = LogHead.of(file);
        String known = ALL.stream().map(LogFormat::name).collect(Collectors.joining(" or "));
        if (head.text().isBlank()) {
            throw new UnreadableLogException(file, 0, "is empty; expected " + known);
        }
        for (LogFormat format : ALL) {
            if (format.matches(head, mapped)) {
                return format.open(file, runId, mapped);
            }
        }
        throw new UnreadableLogException(
                file, 1, "starts with '" + Shown.text(head.firstLine()) + "'; expected " + known);
    }
}
