package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.file.WrongRowException;
import io.gradwatch.agent.logs.names.LogNames;
import io.gradwatch.agent.logs.names.Shown;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LinesRunLog;
import io.gradwatch.agent.logs.run.LogRow;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A run in JSON Lines: an object in each line is a row; the keys of nested objects are joined with slashes. */
public final class JsonLinesRunLog extends LinesRunLog {

    public JsonLinesRunLog(TextLines lines, String runId, SignalMap mapped) {
        super(lines, runId, new LogNames(mapped));
    }

    @Override
    protected Optional<LogRow> read() throws UnreadableLogException, WrongRowException {
        Optional<String> line = lines.next();
        return line.isEmpty()
                ? Optional.empty()
                : Optional.of(rowOrSilent(values(cells(line.get()), says -> lines.problem(says, null))));
    }

    @Override
    protected void readAll() throws UnreadableLogException {
        if (lines.isGrowing()) {
            return;
        }
        leftOut.end(rows());
        Optional<String> wrong = names.problemAtEnd();
        if (wrong.isPresent()) {
            throw lines.wholeProblem(wrong.get());
        }
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
