package io.gradwatch.agent.logs;

import io.gradwatch.schema.Telemetry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A run in what its program prints for people. Lines that are of no form are left out. Where no pattern is named, the
 * first line that is a row of a preset decides for it.
 */
final class TextRunLog implements RunLog {

    private static final int LONGEST_CHARS = 10_000;
    private static final String LAST_EPOCH = "epochs_in_all";

    private final TextLines lines;
    private final RowEvents events;
    private final Telemetry started;
    private final LogNames names;
    private final Map<String, String> forNextRow = new HashMap<>();
    private List<TextPattern> patterns;
    private boolean decided;
    private boolean finished;
    private long row;

    /** @param pattern null where the log itself is to tell it */
    TextRunLog(TextLines lines, String runId, SignalMap mapped, TextPattern pattern) {
        this.lines = lines;
        this.events = new RowEvents(runId);
        this.started = events.started("", Map.of());
        this.names = new LogNames(pattern != null && pattern.namesTime() ? mapped.withTime() : mapped);
        this.patterns = pattern == null ? TextPattern.PRESETS : List.of(pattern);
        this.decided = pattern != null;
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            Optional<LogRow> read = read(shown(line.get()));
            if (read.isPresent()) {
                return read;
            }
        }
        return Optional.empty();
    }

    /** Whether the last epoch that the program announced is over. */
    boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        lines.close();
    }

    private Optional<LogRow> read(String line) {
        for (TextPattern pattern : patterns) {
            Optional<LineForm> form = pattern.form(line);
            if (form.isPresent()) {
                Map<String, String> cells = form.get().read(line).orElseThrow();
                if (form.get().isForNextRow()) {
                    forNextRow.putAll(cells);
                    return Optional.empty();
                }
                Optional<LogRow> told = row(cells);
                if (told.isPresent() && !decided) {
                    patterns = List.of(pattern);
                    decided = true;
                }
                return told;
            }
        }
        return Optional.empty();
    }

    private Optional<LogRow> row(Map<String, String> cells) {
        forNextRow.forEach(cells::putIfAbsent);
        String epochs = cells.remove(LAST_EPOCH);
        RowValues values = new RowValues();
        names.meet(cells.keySet());
        cells.forEach((name, text) -> names.of(name).put(values, text));
        if (!values.tellsOfTraining() && !values.tellsOfEvaluation()) {
            return Optional.empty();
        }
        if (finished) {
            // The epochs that were announced are over: what follows is another training.
            events.startAnew();
        }
        finished = epochs != null && epochs.equals(cells.get("epoch"));
        forNextRow.clear();
        return Optional.of(events.row(row++, values));
    }

    /** What a terminal would show of a line: a progress bar goes back with backspaces before it writes again. */
    private static String shown(String line) {
        String text = line.replace("\b", "").strip();
        return text.length() <= LONGEST_CHARS ? text : text.substring(0, LONGEST_CHARS);
    }
}
