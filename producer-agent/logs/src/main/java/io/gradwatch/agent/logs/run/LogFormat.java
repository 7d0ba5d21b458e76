package io.gradwatch.agent.logs.run;

import io.gradwatch.agent.logs.LogFormats;
import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import java.nio.file.Path;

/** A way in which runs are recorded. To add one, implement this and list it in {@link LogFormats#ALL}. */
public interface LogFormat {

    /** Name for people, for messages. */
    String name();

    /**
     * True if a file that begins like this is of this format.
     *
     * @param mapped meaning of names by a person
     */
    boolean matches(LogHead head, SignalMap mapped);

    /**
     * Opens a log.
     *
     * @param file to read
     * @param runId of the run that its telemetry shall belong to
     * @param mapped meaning of names by a person
     * @throws UnreadableLogException when not even the heading can be read
     */
    RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException;
}
