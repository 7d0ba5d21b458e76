package io.gradwatch.agent.logs;

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
        boolean wholeObject = first.startsWith("{") && first.endsWith("}");
        return head.fileName().endsWith(".jsonl")
                || head.fileName().endsWith(".ndjson")
                || (wholeObject && !TrainerStateFormat.isTrainerState(head))
                || (!TrainerStateFormat.isTrainerState(head) && hasObject(first));
    }

    /** Whether a line has an object behind what a logger puts before it, with a value that is known. */
    static boolean hasObject(String line) {
        return JsonCells.inLine(line).stream()
                .flatMap(cells -> cells.keySet().stream())
                .anyMatch(name -> LogSignal.spelled(name).isPresent());
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return new JsonLinesRunLog(TextLines.open(file), runId, mapped);
    }
}
