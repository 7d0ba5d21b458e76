package io.gradwatch.agent.logs;

import io.gradwatch.agent.logs.csv.CsvFormat;
import io.gradwatch.agent.logs.csv.CsvRunLog;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.PrintedLines;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.folder.MetricFolder;
import io.gradwatch.agent.logs.folder.MetricFolderFormat;
import io.gradwatch.agent.logs.json.JsonLinesFormat;
import io.gradwatch.agent.logs.json.JsonLinesRunLog;
import io.gradwatch.agent.logs.json.JsonRowsFormat;
import io.gradwatch.agent.logs.json.TextInJsonFormat;
import io.gradwatch.agent.logs.json.TrainerStateFormat;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.tensorboard.EventFile;
import io.gradwatch.agent.logs.tensorboard.EventFileFormat;
import io.gradwatch.agent.logs.tensorboard.EventFileRunLog;
import io.gradwatch.agent.logs.text.TextFormat;
import io.gradwatch.agent.logs.text.TextRunLog;
import io.gradwatch.agent.logs.wandb.WandbFile;
import io.gradwatch.agent.logs.wandb.WandbFormat;
import io.gradwatch.agent.logs.wandb.WandbRunLog;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of logs that can be followed while they grow. */
public enum LogKind {
    /** TensorBoard event files. */
    EVENTS("events", new EventFileFormat()),
    /** A heading, and a row in each line. */
    CSV("csv", new CsvFormat()),
    /** A JSON object in each line. */
    JSON_LINES("jsonl", new JsonLinesFormat()),
    /** {@code trainer_state.json} of Hugging Face Transformers, which is written anew as a whole each time. */
    TRAINER_STATE("trainer-state", new TrainerStateFormat()),
    /** W&B's file of a run. */
    WANDB("wandb", new WandbFormat()),
    /** Text in the strings of a JSON file: a notebook, an export of log messages. */
    TEXT_IN_JSON("text-in-json", new TextInJsonFormat()),
    /** JSON with lists, which is written anew as a whole each time. */
    JSON("json", new JsonRowsFormat()),
    /** A folder with a file for each metric: DVCLive's, MLflow's. */
    FOLDER("folder", new MetricFolderFormat()),
    /** Text that a program prints for people. */
    TEXT("text", new TextFormat());

    private final String id;
    private final LogFormat format;

    LogKind(String id, LogFormat format) {
        this.id = id;
        this.format = format;
    }

    /** The format of recorded logs of that kind. */
    LogFormat format() {
        return format;
    }

    /** Name on the command line. */
    public String id() {
        return id;
    }

    /**
     * The kind of a file by its name and how it begins: the same that {@link LogFormats} tells of a recorded one.
     *
     * @return empty where too little of it is written to tell
     * @throws UnreadableLogException when it cannot be read
     */
    public static Optional<LogKind> of(Path file, LogReading how) throws UnreadableLogException {
        if (MetricFolder.in(file).isPresent()) {
            return Optional.of(FOLDER);
        }
        LogHead head = LogHead.of(file);
        LogKind kind = of(head, how);
        boolean told = kind == EVENTS
                || kind == WANDB
                || (kind.isWhole() && !head.text().isBlank());
        return told || head.hasWholeLine() ? Optional.of(kind) : Optional.empty();
    }

    /** The kind of what begins like this. */
    static LogKind of(LogHead head, LogReading how) {
        LogFormat format = LogFormats.of(head, how);
        if (format instanceof TrainerStateFormat && !TrainerStateFormat.isTrainerState(head)) {
            // Other JSON that is no lines of it does not grow.
            return TEXT;
        }
        return Arrays.stream(values())
                .filter(kind -> kind.format.getClass() == format.getClass())
                .findFirst()
                .orElseThrow();
    }

    /** True if it is written anew as a whole each time, and not appended to. */
    public boolean isWhole() {
        return this == TRAINER_STATE || this == JSON || this == TEXT_IN_JSON || this == FOLDER;
    }

    /** The kind of that name. */
    public static Optional<LogKind> withId(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    /**
     * Opens a log that grows. A CSV file must have its whole heading.
     *
     * @param file to read
     * @param runId of the run that its telemetry shall belong to
     * @param how names, pattern and data of the log
     * @throws UnreadableLogException when it cannot be read, or its heading cannot
     * @throws IllegalStateException for one that {@link #isWhole}
     */
    public GrowingRunLog open(Path file, String runId, LogReading how) throws UnreadableLogException {
        return switch (this) {
            case EVENTS -> new EventFileRunLog(EventFile.growing(file), runId, how.mapped(), how.split());
            case CSV -> CsvRunLog.open(file, TextLines.growingForPeople(file), runId, how.mapped());
            case JSON_LINES -> new JsonLinesRunLog(TextLines.growing(file), runId, how.mapped());
            case TEXT ->
                new TextRunLog(
                        PrintedLines.open(file, true),
                        runId,
                        how.mapped(),
                        how.pattern().orElse(null));
            case WANDB -> new WandbRunLog(WandbFile.open(file, true), runId, how.mapped());
            case TRAINER_STATE, JSON, TEXT_IN_JSON, FOLDER ->
                throw new IllegalStateException(id + " is written anew as a whole and does not grow");
        };
    }

    /**
     * Opens a log that comes in a stream, such as what a program prints: to ask for the next row waits for it. Waits
     * for the first line, which tells the kind where none is named.
     *
     * @param in the bytes of the log
     * @param name of the stream, for messages
     * @param runId of the run that its telemetry shall belong to
     * @throws UnreadableLogException when it cannot be read, or its heading cannot
     * @throws IllegalArgumentException for a kind that is no text
     */
    public static GrowingRunLog stream(InputStream in, String name, String runId, LogReading how)
            throws UnreadableLogException {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        LogKind kind = of(LogHead.of(bytes, name), how);
        return switch (how.kind().orElse(kind)) {
            case CSV -> CsvRunLog.open(Path.of(name), TextLines.of(bytes, name), runId, how.mapped());
            case JSON_LINES -> new JsonLinesRunLog(TextLines.of(bytes, name), runId, how.mapped());
            case TEXT ->
                new TextRunLog(
                        PrintedLines.of(bytes, name),
                        runId,
                        how.mapped(),
                        how.pattern().orElse(null));
            case EVENTS, TRAINER_STATE, WANDB, JSON, TEXT_IN_JSON, FOLDER ->
                throw new IllegalArgumentException(
                        how.kind().orElse(kind).id() + " does not come in a stream; expected csv, jsonl or text");
        };
    }
}
