package io.gradwatch.agent.logs.json;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.TextLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.text.plain.MessageText;
import io.gradwatch.schema.names.LossKind;
import io.gradwatch.schema.names.NameCatalogue;
import io.gradwatch.schema.names.Understood;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** One JSON object a line, each a row; the keys of nested objects are joined with slashes. */
public final class JsonLinesFormat implements LogFormat {

    /** Own choice: a program says a lot before its first row. */
    private static final int LOOKED_AT = 40;

    @Override
    public String name() {
        return "JSON Lines";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        String first = head.firstLine().strip();
        if (keepsMessages(head)) {
            return false;
        }
        return head.fileName().endsWith(".jsonl")
                || head.fileName().endsWith(".ndjson")
                || (!TrainerStateFormat.isTrainerState(head) && (isObject(first) || hasObject(first)));
    }

    /** True if a line is one: what Python prints of a dictionary is none. */
    private static boolean isObject(String line) {
        try {
            return line.startsWith("{")
                    && line.endsWith("}")
                    && !JsonCells.of(line).isEmpty();
        } catch (JsonProcessingException e) {
            return false;
        } catch (IOException e) {
            throw new IllegalStateException("a text in memory could not be read", e);
        }
    }

    /**
     * True if its objects keep what a program printed, a line of text in each, as Docker, loggers and clouds do, and
     * have no values of their own.
     */
    static boolean keepsMessages(LogHead head) {
        List<String> lines =
                head.text().lines().map(String::strip).limit(LOOKED_AT).toList();
        return lines.stream().anyMatch(MessageText::isIn)
                && lines.stream()
                        .noneMatch(line -> cells(line).keySet().stream().anyMatch(JsonLinesFormat::isKnown));
    }

    static Map<String, String> cells(String line) {
        int start = line.indexOf('{');
        int end = line.lastIndexOf('}');
        try {
            return start >= 0 && start < end ? JsonCells.of(line.substring(start, end + 1)) : Map.of();
        } catch (IOException e) {
            return Map.of();
        }
    }

    static boolean isKnown(String name) {
        Understood understood = NameCatalogue.shared().of(name);
        return understood.kind() != LossKind.NONE
                || LogSignal.of(understood)
                        .filter(signal -> signal != LogSignal.TIME)
                        .isPresent();
    }

    /** True if a line has an object behind what a logger puts before it, with a value that is known. */
    private static boolean hasObject(String line) {
        return JsonCells.inLine(line).stream()
                .flatMap(cells -> cells.keySet().stream())
                .anyMatch(name -> LogSignal.spelled(name).isPresent());
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return new JsonLinesRunLog(TextLines.open(file), runId, mapped);
    }
}
