package io.gradwatch.agent.logs.json;

import io.gradwatch.agent.logs.file.LogHead;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.run.LogFormat;
import io.gradwatch.agent.logs.run.RunLog;
import java.nio.file.Path;

/**
 * {@code trainer_state.json} of Hugging Face Transformers: the entries of its {@code log_history} are the rows. Entries
 * with {@code eval_} values are evaluations, the closing summary of the training is neither, everything else is a step.
 */
public final class TrainerStateFormat implements LogFormat {

    @Override
    public String name() {
        return "a Hugging Face trainer_state.json";
    }

    @Override
    public boolean matches(LogHead head, SignalMap mapped) {
        return isTrainerState(head) || head.fileName().endsWith(".json") && !JsonLinesFormat.keepsMessages(head);
    }

    @Override
    public RunLog open(Path file, String runId, SignalMap mapped) throws UnreadableLogException {
        return new TrainerStateRunLog(file, runId, mapped);
    }

    /** True if it can be nothing else. */
    public static boolean isTrainerState(LogHead head) {
        return head.fileName().endsWith("trainer_state.json") || head.text().contains("\"log_history\"");
    }
}
