package io.gradwatch.agent.logs.folder;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import java.nio.file.Path;

/** Folders in which each metric of a run is a file; see {@link MetricFolder}. */
public final class MetricFolderFormat implements LogFormat {

    @Override
    public String name() {
        return "a folder of metrics (DVCLive, MLflow)";
    }

    /** Never: a folder is known by what is in it, and has no beginning. */
    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        return false;
    }

    @Override
    public RunLog open(Path folder, String runId, SignalMap mapped) throws UnreadableLogException {
        return MetricFolder.open(folder, runId, mapped)
                .orElseThrow(() -> new UnreadableLogException(folder, 0, "is no " + name().substring("a ".length())));
    }
}
