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
                || (wholeObject && !TrainerStateFormat.isTrainerState(head));
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return new JsonLinesRunLog(TextLines.open(file), runId, mapped);
    }
}
