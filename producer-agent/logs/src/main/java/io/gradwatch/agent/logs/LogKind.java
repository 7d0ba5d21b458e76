package io.gradwatch.agent.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;

/** The kinds of logs that can be followed while they grow. */
public enum LogKind {
    /** TensorBoard event files. */
    EVENTS("events"),
    /** A heading, and a row in each line. */
    CSV("csv"),
    /** A JSON object in each line. */
    JSON_LINES("jsonl"),
    /** {@code trainer_state.json} of Hugging Face Transformers, which is written anew as a whole each time. */
    TRAINER_STATE("trainer-state"),
    /** W&B's file of a run. */
    WANDB("wandb"),
    /** JSON with lists, which is written anew as a whole each time. */
    JSON("json"),
    /** A folder with a file for each metric: DVCLive's, MLflow's. */
    FOLDER("folder"),
    /** What a program prints for people. */
    TEXT("text");

    private final String id;

    LogKind(String id) {
        this.id = id;
    }

    /** What it is called on the command line. */
    public String id() {
        return id;
    }

    /**
     * The kind of a file by its name and how it begins.
     *
     * @return empty where too little of it is written to tell
     * @throws UnreadableLogException when it cannot be read
     */
    public static Optional<LogKind> of(Path file, SignalMap mapped) throws UnreadableLogException {
        if (MetricFolder.in(file).isPresent()) {
            return Optional.of(FOLDER);
        }
        LogHead head = LogHead.of(file);
        if (new WandbFormat().matches(head, mapped)) {
            return Optional.of(WANDB);
        }
        if (new EventFileFormat().matches(head, mapped)) {
            return Optional.of(EVENTS);
        }
        if (head.text().isBlank()) {
            return Optional.empty();
        }
        if (TrainerStateFormat.isTrainerState(head)) {
            return Optional.of(TRAINER_STATE);
        }
        if (JsonRowsFormat.isWhole(head)) {
            return Optional.of(JSON);
        }
        boolean wholeLine = head.text().stripLeading().contains("\n");
        return wholeLine ? Optional.of(ofLines(head, mapped)) : Optional.empty();
    }

    /** Whether it is written anew as a whole each time, and not appended to. */
    public boolean isWhole() {
        return this == TRAINER_STATE || this == JSON || this == FOLDER;
    }

    /** The kind of that name. */
    public static Optional<LogKind> withId(String id) {
        return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
    }

    /** The kind of a text whose first line is whole. */
    static LogKind ofLines(LogHead head, SignalMap mapped) {
        if (head.fileName().endsWith(".jsonl")
                || head.fileName().endsWith(".ndjson")
                || isObject(head.firstLine())
                || JsonLinesFormat.hasObject(head.firstLine())) {
            return JSON_LINES;
        }
        boolean cells = Delimiter.of(head.firstLine()).cells(head.firstLine()).size() > 1;
        return cells && new CsvFormat().matches(head, mapped) ? CSV : TEXT;
    }

    private static boolean isObject(String line) {
        try {
            return line.stripLeading().startsWith("{") && !JsonCells.of(line).isEmpty();
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory could not be read", e);
        }
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
            case TEXT -> {
                TextLines lines = TextLines.growingForPeople(file);
                yield new LinesRunLog(new TextRunLog(lines, runId, mapped, pattern), lines);
            }
            case WANDB -> new WandbRunLog(WandbFile.open(file, true), runId, mapped);
            case TRAINER_STATE, JSON, FOLDER ->
                throw new IllegalStateException(id + " is written anew as a whole and does not grow");
        };
    }
}
