package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Severity;

/**
 * Counts the time of a run's accelerators, and the part of it during which a critical alert fired. Time between two
 * attempts does not count.
 */
final class Accelerators {

    private Accelerators() {}

    /** Each rank names its own: there are at least as many as ranks, if there are any. */
    static int count(RunStarted started) {
        int own = started.getDevices().size();
        return own == 0 ? 0 : Math.max(own, RunRow.believedWorldSize(started.getWorldSize()));
    }

    /** The time of the speaking rank has reached {@code millis}. */
    static void account(LiveRun run, long millis) {
        long elapsed = millis - run.getAccountedMillis();
        if (elapsed <= 0) {
            return;
        }
        run.setAccountedMillis(millis);
        if (run.getEndedMillis() == null) {
            run.setGpuMillisUsed(run.getGpuMillisUsed() + elapsed * run.getGpus());
            if (criticalFires(run)) {
                run.setGpuMillisWasted(run.getGpuMillisWasted() + elapsed * run.getGpus());
            }
        }
    }

    private static boolean criticalFires(LiveRun run) {
        return run.getOpenAlerts().stream().anyMatch(alert -> alert.getSeverity() == Severity.CRITICAL);
    }
}
