package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.RunStarted;
import java.util.List;
import java.util.Locale;

/** Makes entries of the index. */
public final class IndexEntries {

    private IndexEntries() {}

    /** Characters of tags and notes that are searched. Own choice. */
    private static final int MOST_WORDS = 2_000;

    public static RunIndex.Entry of(LiveRun run, List<AlertRow> alerts, String words) {
        return new RunIndex.Entry(
                RunRows.of(run),
                run.getPace().getBaselineStepsPerSecond(),
                run.getGpuMillisUsed(),
                run.getGpuMillisWasted(),
                alerts,
                words);
    }

    /** @param started what the run declared; null where it has not */
    public static String words(RunStarted started) {
        if (started == null) {
            return "";
        }
        String all = String.join(" ", started.getTags()) + " " + started.getNotes() + " " + started.getGroup();
        return all.substring(0, Math.min(MOST_WORDS, all.length()))
                .toLowerCase(Locale.ROOT)
                .strip();
    }

    /** @param alerts null where there are none */
    public static List<AlertRow> rows(LiveRun run, LiveAlerts alerts) {
        return alerts == null
                ? List.of()
                : alerts.getAlerts().stream()
                        .map(alert -> AlertRows.row(alert, run))
                        .toList();
    }
}
