package io.gradwatch.agent.logs;

import io.gradwatch.agent.logs.csv.CsvHeading;
import io.gradwatch.agent.logs.csv.CsvRunLog;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.folder.MetricFolder;
import io.gradwatch.agent.logs.json.JsonHead;
import io.gradwatch.agent.logs.json.JsonLinesRunLog;
import io.gradwatch.agent.logs.json.JsonRowsRunLog;
import io.gradwatch.agent.logs.json.TextInJson;
import io.gradwatch.agent.logs.json.TrainerStateRunLog;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.GrowingRunLog;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.tensorboard.EventFile;
import io.gradwatch.agent.logs.tensorboard.EventFileRunLog;
import io.gradwatch.agent.logs.text.TextRunLog;
import io.gradwatch.agent.logs.wandb.WandbFile;
import io.gradwatch.agent.logs.wandb.WandbRunLog;
import java.io.BufferedInputStream;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The formats of logs: how each is known, and what reads it. To add one, add a constant, its line in each method, and
 * its place in {@code TRIED}.
 */
public enum LogFormat {
    /** TensorBoard event files. */
    EVENTS("events", "a TensorBoard event file"),
    /** A heading, and a row in each line. */
    CSV("csv", "a CSV log (heading with any of " + LogSignal.allIds() + ")"),
    /** A JSON object in each line. */
    JSON_LINES("jsonl", "JSON Lines"),
    /** {@code trainer_state.json} of Hugging Face Transformers, which is written anew as a whole each time. */
    TRAINER_STATE("trainer-state", "a Hugging Face trainer_state.json"),
    /** W&B's file of a run. */
    WANDB("wandb", "a W&B file (run-*.wandb)"),
    /** Text in the strings of a JSON file: a notebook, an export of log messages. */
    TEXT_IN_JSON("text-in-json", "a notebook or exported messages in JSON"),
    /** JSON with lists, which is written anew as a whole each time. */
    JSON("json", "JSON with lists"),
    /** A folder with a file for each metric: DVCLive's, MLflow's. */
    FOLDER("folder", "a folder of metrics (DVCLive, MLflow)"),
    /** Text that a program prints for people. */
    TEXT("text", "text that a training prints");

    /** In the order in which they are tried; a folder is known by what is in it. */
    private static final List<LogFormat> TRIED =
            List.of(EVENTS, WANDB, TEXT_IN_JSON, JSON, JSON_LINES, TRAINER_STATE, CSV, TEXT);

    private final String id;
    private final String words;

    LogFormat(String id, String words) {
        this.id = id;
        this.words = words;
    }

    /** Name on the command line. */
    public String id() {
        return id;
    }

    /** The format of that name. */
    public static Optional<LogFormat> withId(String id) {
        return Arrays.stream(values()).filter(format -> format.id.equals(id)).findFirst();
    }

    /** True if a file that begins like this is of this format, as far as those that are tried before it are not. */
    private boolean matches(LogHead head, SignalMap mapped) {
        return switch (this) {
            case EVENTS -> EventFile.isIn(head);
            case WANDB -> WandbFile.isIn(head);
            case TEXT_IN_JSON -> JsonHead.isText(head);
            case JSON -> JsonHead.isWhole(head);
            case JSON_LINES -> JsonHead.isLines(head);
            case TRAINER_STATE -> JsonHead.mayBeTrainerState(head);
            case CSV ->
                head.fileName().endsWith(".csv")
                        || head.fileName().endsWith(".tsv")
                        || CsvHeading.isIn(head.firstLine(), mapped)
                        || CsvHeading.isOfNumbers(head);
            case FOLDER -> false;
            case TEXT -> true;
        };
    }

    /** The format of a log that begins like this; a pattern is one of text. */
    private static LogFormat detect(LogHead head, LogReading how) {
        return TRIED.stream()
                .filter(format -> how.pattern().isEmpty() || format == TEXT)
                .filter(format -> format.matches(head, how.mapped()))
                .findFirst()
                .orElseThrow();
    }

    /** The format of a log that begins like this and may grow. */
    private static LogFormat detectGrowing(LogHead head, LogReading how) {
        LogFormat format = detect(head, how);
        // Other JSON that is no lines of it does not grow.
        return format == TRAINER_STATE && !JsonHead.isTrainerState(head) ? TEXT : format;
    }

    /**
     * The format of a file that may grow, by its name and how it begins.
     *
     * @return empty where too little of it is written to know
     * @throws UnreadableLogException when it cannot be read
     */
    public static Optional<LogFormat> of(Path file, LogReading how) throws UnreadableLogException {
        if (MetricFolder.in(file).isPresent()) {
            return Optional.of(FOLDER);
        }
        LogHead head = LogHead.of(file);
        LogFormat format = detectGrowing(head, how);
        boolean certain = format == EVENTS
                || format == WANDB
                || (format.isWhole() && !head.text().isBlank());
        return certain || head.hasWholeLine() ? Optional.of(format) : Optional.empty();
    }

    /** True if it is written anew as a whole each time, and not appended to. */
    public boolean isWhole() {
        return this == TRAINER_STATE || this == JSON || this == TEXT_IN_JSON || this == FOLDER;
    }

    /**
     * Opens a recorded log in the format that a person says, else in the one that its content, or else the ending of
     * its name, shows.
     *
     * @param file to read
     * @param runId of the run that its telemetry shall belong to
     * @param how options of a person
     * @throws UnreadableLogException when it is missing or empty, or not even its heading can be read
     */
    public static RunLog open(Path file, String runId, LogReading how) throws UnreadableLogException {
        if (MetricFolder.in(file).isPresent()) {
            return MetricFolder.open(file, runId, how.mapped());
        }
        LogHead head = LogHead.of(file);
        if (head.text().isBlank()) {
            String known = TRIED.stream().map(format -> format.words).collect(Collectors.joining(" or "));
            throw new UnreadableLogException(file, 0, "is empty; expected " + known);
        }
        return how.format().orElseGet(() -> detect(head, how)).recorded(file, runId, how);
    }

    private RunLog recorded(Path file, String runId, LogReading how) throws UnreadableLogException {
        return switch (this) {
            case TRAINER_STATE -> new TrainerStateRunLog(file, runId, how.mapped());
            case JSON -> new JsonRowsRunLog(file, runId, how.mapped());
            case TEXT_IN_JSON -> new TextRunLog(TextInJson.lines(file), runId, how.mapped(), null);
            case FOLDER -> MetricFolder.open(file, runId, how.mapped());
            case EVENTS, CSV, JSON_LINES, WANDB, TEXT -> open(file, false, runId, how);
        };
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
    public GrowingRunLog follow(Path file, String runId, LogReading how) throws UnreadableLogException {
        return open(file, true, runId, how);
    }

    private GrowingRunLog open(Path file, boolean growing, String runId, LogReading how) throws UnreadableLogException {
        return switch (this) {
            case EVENTS -> new EventFileRunLog(EventFile.open(file, growing), runId, how.mapped(), how.split());
            case WANDB -> new WandbRunLog(WandbFile.open(file, growing), runId, how.mapped());
            case CSV -> read(file, TextLines.open(file, growing, TextLines.Style.LENIENT), runId, how);
            case JSON_LINES -> read(file, TextLines.open(file, growing, TextLines.Style.STRICT), runId, how);
            case TEXT -> read(file, TextLines.open(file, growing, TextLines.Style.PRINTED), runId, how);
            case TRAINER_STATE, JSON, TEXT_IN_JSON, FOLDER ->
                throw new IllegalStateException(id + " is written anew as a whole and does not grow");
        };
    }

    /**
     * Opens a log that comes in a stream, such as what a program prints: to ask for the next row waits for it. Waits
     * for the first line, which shows the format where none is named.
     *
     * @param in the bytes of the log
     * @param name of the stream, for messages
     * @param runId of the run that its telemetry shall belong to
     * @throws UnreadableLogException when it cannot be read, or its heading cannot
     * @throws IllegalArgumentException for a format that is no text
     */
    public static GrowingRunLog stream(InputStream in, String name, String runId, LogReading how)
            throws UnreadableLogException {
        BufferedInputStream bytes = new BufferedInputStream(in, 1 << 16);
        LogFormat detected = detectGrowing(LogHead.of(bytes, name), how);
        LogFormat format = how.format().orElse(detected);
        TextLines.Style style = format == TEXT ? TextLines.Style.PRINTED : TextLines.Style.LENIENT;
        return format.read(Path.of(name), TextLines.of(bytes, name, style), runId, how);
    }

    private GrowingRunLog read(Path file, TextLines lines, String runId, LogReading how) throws UnreadableLogException {
        return switch (this) {
            case CSV -> CsvRunLog.open(file, lines, runId, how.mapped());
            case JSON_LINES -> new JsonLinesRunLog(lines, runId, how.mapped());
            case TEXT ->
                new TextRunLog(lines, runId, how.mapped(), how.pattern().orElse(null));
            case EVENTS, TRAINER_STATE, WANDB, JSON, TEXT_IN_JSON, FOLDER ->
                throw new IllegalArgumentException(id + " does not come in a stream; expected csv, jsonl or text");
        };
    }
}
