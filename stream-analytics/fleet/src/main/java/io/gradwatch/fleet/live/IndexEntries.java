package io.gradwatch.fleet.live;

import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRun;
import java.util.List;

/** Makes entries of the index. */
final class IndexEntries {

    private IndexEntries() {}

    static RunIndex.Entry of(LiveRun run, List<AlertRow> alerts) {
        return new RunIndex.Entry(
                Rows.of(run),
                run.getPace().getBaselineStepsPerSecond(),
                run.getGpuMillisUsed(),
                run.getGpuMillisWasted(),
                alerts);
    }

    /** @param alerts null where there are none */
    static List<AlertRow> rows(LiveRun run, LiveAlerts alerts) {
        return alerts == null
                ? List.of()
                : alerts.getAlerts().stream()
                        .map(alert -> AlertRows.row(alert, run))
                        .toList();
    }
}
