package io.gradwatch.agent.logs.tensorboard;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import java.nio.file.Path;

/**
 * TensorBoard event files ({@code events.out.tfevents.*}): the scalars of one step are one row, under their tags. Both
 * checksums of every record are checked.
 */
public final class EventFileFormat implements LogFormat {

    /** The first record of every event file holds the version of its format, behind 12 bytes of framing. */
    private static final String FIRST_RECORD = "brain.Event:";

    private static final int FIRST_RECORD_CHARS = 64;

    @Override
    public String name() {
        return "a TensorBoard event file";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        int version = head.text().indexOf(FIRST_RECORD);
        return head.fileName().contains(".tfevents") || (version > 0 && version < FIRST_RECORD_CHARS);
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return new EventFileRunLog(EventFile.open(file), runId, mapped);
    }
}
