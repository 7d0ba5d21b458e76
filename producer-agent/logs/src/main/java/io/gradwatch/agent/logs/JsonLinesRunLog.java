package io.gradwatch.agent.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A run in JSON Lines; see {@link JsonLinesFormat}. */
final class JsonLinesRunLog implements RunLog {

    private final TextLines lines;
    private final RowEvents events;
    private final Telemetry started;
    private final LogNames names;
    private long row;

    JsonLinesRunLog(TextLines lines, String runId, SignalMap mapped) {
        this.lines = lines;
        this.events = new RowEvents(runId);
        this.started = events.started("", Map.of());
        this.names = new LogNames(mapped);
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        Optional<String> line = lines.next();
        if (line.isPresent()) {
            return Optional.of(row(values(line.get())));
        }
        if (lines.isGrowing()) {
            return Optional.empty();
        }
        Optional<String> wrong = names.problemAtEnd();
        if (wrong.isPresent()) {
            throw lines.wholeProblem(wrong.get());
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        lines.close();
    }

    private LogRow row(RowValues values) {
        return values.tellsOfTraining() || values.tellsOfEvaluation()
                ? events.row(row++, values)
                : events.silentRow(row++, values);
    }

    private RowValues values(String line) throws UnreadableLogException {
        Map<String, String> cells = cells(line);
        names.meet(cells.keySet());
        RowValues values = new RowValues();
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            LogNames.Meaning meaning = names.of(cell.getKey());
            if (!meaning.put(values, cell.getValue())) {
                throw lines.problem(
                        Shown.text(cell.getKey()) + " was '" + Shown.text(cell.getValue()) + "'; expected "
                                + meaning.signal().expected(),
                        null);
            }
        }
        return values;
    }

    private Map<String, String> cells(String line) throws UnreadableLogException {
        try {
            return JsonCells.of(line);
        } catch (JsonProcessingException e) {
            String says = e.getOriginalMessage().lines().findFirst().orElse("");
            throw lines.problem("is no JSON object: " + Shown.text(says), e);
        } catch (IOException e) {
            throw lines.problem("cannot be read: " + e, e);
        }
    }
}
