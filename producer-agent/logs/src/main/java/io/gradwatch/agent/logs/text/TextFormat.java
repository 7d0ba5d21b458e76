package io.gradwatch.agent.logs.text;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.PrintedLines;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.agent.logs.text.pattern.TextPattern;
import java.nio.file.Path;

/** Text that a program prints for people; any file that is of no other format. */
public final class TextFormat implements LogFormat {

    @Override
    public String name() {
        return "text that a training prints";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        return true;
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return open(file, runId, mapped, null);
    }

    /** @param pattern of its lines; null where the text is to tell it */
    public RunLog open(Path file, String runId, SignalMap mapped, TextPattern pattern) throws UnreadableLogException {
        return new TextRunLog(PrintedLines.open(file, false), runId, mapped, pattern);
    }
}
