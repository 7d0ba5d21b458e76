package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.RowValues;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LeftOut;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RowEvents;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Telemetry;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A run in JSON Lines; see {@link JsonLinesFormat}. A line that is no object, or wrong, is left out and told. */
public final class JsonLinesRunLog implements RunLog {

    private final TextLines lines;
    private final RowEvents events;
    private final Telemetry started;
    private final LogNames names;
    private final LeftOut leftOut = new LeftOut();
    private long row;

    public JsonLinesRunLog(TextLines lines, String runId, SignalMap mapped) {
        this.lines = lines;
        this.names = new LogNames(mapped);
        this.events = new RowEvents(runId, names);
        this.started = events.started("", Map.of());
    }

    @Override
    public Telemetry started() {
        return started;
    }

    @Override
    public Optional<LogRow> next() throws UnreadableLogException {
        for (Optional<String> line = lines.next(); line.isPresent(); line = lines.next()) {
            try {
                return Optional.of(row(values(line.get())));
            } catch (WrongRowException e) {
                leftOut.add(e.problem(), row);
            }
        }
        if (lines.isGrowing()) {
            return Optional.empty();
        }
        leftOut.end(row);
        Optional<String> wrong = names.problemAtEnd();
        if (wrong.isPresent()) {
            throw lines.wholeProblem(wrong.get());
        }
        return Optional.empty();
    }

    @Override
    public Optional<Understanding> understanding() {
        return Optional.of(leftOut.in(events.understanding(names, leftOut.count())));
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

    private RowValues values(String line) throws WrongRowException {
        Map<String, String> cells = cells(line);
        names.meet(cells.keySet());
        RowValues values = new RowValues();
        for (Map.Entry<String, String> cell : cells.entrySet()) {
            LogNames.Meaning meaning = names.of(cell.getKey());
            if (!meaning.put(values, cell.getValue())) {
                throw new WrongRowException(lines.problem(
                        Shown.text(cell.getKey()) + " was '" + Shown.text(cell.getValue()) + "'; expected "
                                + meaning.signal().expected(),
                        null));
            }
        }
        return values;
    }

    private Map<String, String> cells(String line) throws WrongRowException {
        try {
            return JsonCells.of(line);
        } catch (JsonProcessingException e) {
            String says = e.getOriginalMessage().lines().findFirst().orElse("");
            return JsonCells.inLine(line)
                    .orElseThrow(
                            () -> new WrongRowException(lines.problem("is no JSON object: " + Shown.text(says), e)));
        } catch (IOException e) {
            throw new WrongRowException(lines.problem("cannot be read: " + e, e));
        }
    }
}
