package io.gradwatch.agent.logs;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * Comma-separated values with a heading: any of the columns {@code step, epoch, train_loss, val_loss, train_acc,
 * val_acc, grad_norm, lr}, in any order. An empty cell was not logged; {@code nan} and {@code inf} are values. Other
 * columns become metrics where they are numbers: of the validation data when their name starts with {@code val_}.
 */
public final class CsvFormat implements LogFormat {

    @Override
    public String name() {
        return "a CSV log (heading with any of " + CsvColumn.knownNames() + ")";
    }

    @Override
    public boolean matches(LogHead head) {
        return head.fileName().endsWith(".csv")
                || Arrays.stream(head.firstLine().split(",", -1)).anyMatch(CsvColumn::isKnown);
    }

    @Override
    public RunLog open(Path file, String runId) throws UnreadableLogException {
        return CsvRunLog.open(file, runId);
    }
}
