package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.api.Words;
import io.gradwatch.fleet.live.row.RunRows;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.RunStatus;
import io.gradwatch.schema.GroupChange;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.OpenAlert;
import io.gradwatch.schema.RunShare;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/** Shares of runs in the sums of their groups, and the changes that a new share makes. */
public final class Shares {

    /** Time of the log between two shares of a run of which only hours and rate changed. Own choice. */
    static final long REPEAT_MILLIS = 15_000;

    public static final double MICRO = 1e6;

    private Shares() {}

    static RunShare of(LiveRun run) {
        RunStatus status = RunRows.status(run);
        Map<String, Integer> alerts = new HashMap<>();
        for (OpenAlert alert : run.getOpenAlerts()) {
            alerts.merge(alert.getAlertClass(), 1, Integer::sum);
        }
        double rate = status == RunStatus.TRAINING ? run.getPace().getStepsPerSecond() : 0;
        return new RunShare(
                run.getRunId(),
                run.getProject(),
                run.getOwner(),
                run.getHost(),
                run.getGpu(),
                run.getCluster(),
                Words.of(status),
                Math.round(rate * MICRO),
                run.getGpuMillisUsed(),
                run.getGpuMillisWasted(),
                alerts,
                run.getFaults());
    }

    /** True where the groups must hear of the run now. */
    static boolean due(LiveRun run, RunShare share) {
        RunShare last = run.getTold();
        return last == null
                || run.getLastRecordMillis() - run.getToldMillis() >= REPEAT_MILLIS
                || last.getMicroStepsPerSecond() == 0 && share.getMicroStepsPerSecond() > 0
                || !last.getState().equals(share.getState())
                || !last.getAlertsByClass().equals(share.getAlertsByClass())
                || !last.getFaults().equals(share.getFaults())
                || !haveSameGroups(last, share);
    }

    /** The change of each group, by its key: one that the run leaves, joins, or stays in. Either share may be null. */
    static Map<String, GroupChange> changes(RunShare before, RunShare after) {
        Map<String, GroupChange> changes = new LinkedHashMap<>();
        for (GroupKind kind : GroupKind.values()) {
            String left = before == null ? null : key(kind, before);
            String joined = after == null ? null : key(kind, after);
            if (Objects.equals(left, joined)) {
                changes.put(joined, new GroupChange(before, after));
                continue;
            }
            if (left != null) {
                changes.put(left, new GroupChange(before, null));
            }
            if (joined != null) {
                changes.put(joined, new GroupChange(null, after));
            }
        }
        return changes;
    }

    /** Key of the group in the table: kind, slash, name. */
    public static String key(GroupKind kind, String name) {
        return Words.of(kind) + "/" + name;
    }

    private static String key(GroupKind kind, RunShare share) {
        return key(kind, name(kind, share));
    }

    private static String name(GroupKind kind, RunShare share) {
        return switch (kind) {
            case PROJECT -> share.getProject();
            case OWNER -> share.getOwner();
            case HOST -> share.getHost();
            case GPU -> share.getGpu();
            case CLUSTER -> share.getCluster();
        };
    }

    private static boolean haveSameGroups(RunShare one, RunShare other) {
        for (GroupKind kind : GroupKind.values()) {
            if (!name(kind, one).equals(name(kind, other))) {
                return false;
            }
        }
        return true;
    }
}
