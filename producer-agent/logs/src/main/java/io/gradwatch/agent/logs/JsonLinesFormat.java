package io.gradwatch.agent.logs;

import com.fasterxml.jackson.core.JsonProcessingException;
import java.io.IOException;
import java.nio.file.Path;

/** One JSON object a line, each a row; the keys of nested objects are joined with slashes. */
public final class JsonLinesFormat implements LogFormat {

    @Override
    public String name() {
        return "JSON Lines";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        String first = head.firstLine().strip();
        return head.fileName().endsWith(".jsonl")
                || head.fileName().endsWith(".ndjson")
                || (!TrainerStateFormat.isTrainerState(head)
                        && !isPrinted(first)
                        && (isObject(first) || hasObject(first)));
    }

    /** Whether a line is one: what Python prints of a dictionary is none. */
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

    /** Docker keeps what a program prints in objects: a line of text in each. */
    private static boolean isPrinted(String line) {
        return line.startsWith("{\"log\":") && line.contains("\"stream\":");
    }

    /** Whether a line has an object behind what a logger puts before it, with a value that is known. */
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
