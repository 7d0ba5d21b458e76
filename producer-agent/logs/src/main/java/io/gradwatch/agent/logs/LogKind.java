package io.gradwatch.agent.logs;

import io.gradwatch.agent.logs.csv.CsvFormat;
import io.gradwatch.agent.logs.csv.CsvRunLog;
import io.gradwatch.agent.logs.csv.GrowingCsvRows;
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
import io.gradwatch.agent.logs.names.LogSplit;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.LinesRunLog;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.tensorboard.EventFile;
import io.gradwatch.agent.logs.tensorboard.EventFileFormat;
import io.gradwatch.agent.logs.tensorboard.EventFileRunLog;
import io.gradwatch.agent.logs.text.TextFormat;
import io.gradwatch.agent.logs.text.TextRunLog;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import io.gradwatch.agent.logs.wandb.WandbFile;
import io.gradwatch.agent.logs.wandb.WandbFormat;
import io.gradwatch.agent.logs.wandb.WandbRunLog;
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
    /** What a program prints for people. */
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

    /** What it is called on the command line. */
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

    /** Whether it is written anew as a whole each time, and not appended to. */
    public boolean isWhole() {
        return this == TRAINER_STATE || this == JSON || this == TEXT_IN_JSON || this == FOLDER;
    }

    /** The kind of that name. */
    public static Optional<LogKind> withId(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    /** The same with values of the training where their names do not say otherwise. */
    public GrowingRunLog open(Path file, String runId, SignalMap mapped, TextPattern pattern)
            throws UnreadableLogException {
        return open(file, runId, mapped, pattern, LogSplit.TRAIN);
    }

    /**
     * Opens a log that grows. A CSV file must have its whole heading.
     *
     * @param file to read
     * @param runId of the run that its telemetry shall belong to
     * @param mapped what a person says of its names
     * @param pattern of the lines of a text, null where the text is to tell it
     * @param split of the data that values of event files are of whose names do not say it
     * @throws UnreadableLogException when it cannot be read, or its heading cannot
     * @throws IllegalStateException for {@link #TRAINER_STATE}, which is read as a whole
     */
    public GrowingRunLog open(Path file, String runId, SignalMap mapped, TextPattern pattern, LogSplit split)
            throws UnreadableLogException {
        return switch (this) {
            case EVENTS -> new EventFileRunLog(EventFile.growing(file), runId, mapped, split);
            case CSV -> {
                GrowingCsvRows rows = GrowingCsvRows.open(file);
                yield new LinesRunLog(CsvRunLog.of(rows, runId, mapped), rows.lines());
            }
            case JSON_LINES -> {
                TextLines lines = TextLines.growing(file);
                yield new LinesRunLog(new JsonLinesRunLog(lines, runId, mapped), lines);
            }
            case TEXT -> new TextRunLog(PrintedLines.open(file, true), runId, mapped, pattern);
            case WANDB -> new WandbRunLog(WandbFile.open(file, true), runId, mapped);
            case TRAINER_STATE, JSON, TEXT_IN_JSON, FOLDER ->
                throw new IllegalStateException(id + " is written anew as a whole and does not grow");
        };
    }
}
