package io.gradwatch.agent.logs.wandb;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import java.nio.file.Path;

/**
 * Files that W&B keeps of a run, also of one that is offline ({@code run-*.wandb}): what the job logged, its
 * configuration, its name, project, group, tags and notes. No server is asked.
 */
public final class WandbFormat implements LogFormat {

    /** The first bytes of every such file. */
    static final String BEGINNING = ":W&B";

    @Override
    public String name() {
        return "a W&B file (run-*.wandb)";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        return head.fileName().endsWith(".wandb") || head.text().startsWith(BEGINNING);
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return new WandbRunLog(WandbFile.open(file, false), runId, mapped);
    }
}
