package io.gradwatch.standalone.replay;

import io.gradwatch.agent.logs.LogFormat;
import io.gradwatch.agent.logs.LogReading;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.layers.LayeredRunLog;
import io.gradwatch.agent.logs.run.ReadAheadRunLog;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.schema.ReferenceCurve;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.standalone.replay.declared.Declarations;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Opens logs, and adds declarations and statistics of layers to them.
 *
 * @param how options of reading them
 * @param layers folder with the statistics of the layers, {@code <run>.csv} for each run that has some
 * @param declared declarations that the logs of runs lack
 * @param references curves that runs without references of their own are compared with
 */
public record Recordings(
        LogReading how, Optional<Path> layers, Declarations declared, List<ReferenceCurve> references) {

    private static final String ENDING = ".csv";

    /** Logs as they are, without declarations or statistics. */
    public static Recordings plain() {
        return new Recordings(LogReading.asTheyTell(), Optional.empty(), Declarations.none(), List.of());
    }

    /** The same, with statistics of the layers from a folder. */
    public Recordings withLayers(Path folder) {
        return new Recordings(how, Optional.of(folder), declared, references);
    }

    /**
     * Opens the log of a run.
     *
     * @throws UnreadableLogException when not even its beginning can be read
     */
    public RunLog open(RunFile file) throws UnreadableLogException {
        RunLog log = new ReadAheadRunLog(LogFormat.open(file.file(), file.runId(), how));
        Optional<Path> statistics =
                layers.map(folder -> folder.resolve(file.runId() + ENDING)).filter(Files::isRegularFile);
        RunLog layered = statistics.isPresent() ? new LayeredRunLog(log, statistics.get()) : log;
        RunStarted started = (RunStarted) layered.started().getEvent();
        declared.declare(file.runId(), started);
        if (started.getReferences().isEmpty()) {
            started.setReferences(references);
        }
        return layered;
    }
}
