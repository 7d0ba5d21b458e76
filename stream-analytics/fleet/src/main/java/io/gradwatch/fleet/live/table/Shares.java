package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.live.row.Statuses;
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

/** What a run adds to its groups, and the changes that follow from a new share. */
public final class Shares {

    /**
     * How often groups hear of a run of which only hours changed, and its rate, if it had one: time of the log. Own
     * choice.
     */
    static final long REPEAT_MILLIS = 15_000;

    public static final double MICRO = 1e6;

    private Shares() {}

    static RunShare of(LiveRun run) {
        RunStatus status = Statuses.of(run);
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
                status.label(),
                Math.round(rate * MICRO),
                run.getGpuMillisUsed(),
                run.getGpuMillisWasted(),
                alerts,
                run.getFaults());
    }

    /** Whether the groups must hear of the run now. */
    static boolean due(LiveRun run, RunShare share) {
        RunShare told = run.getTold();
        return told == null
                || run.getLastRecordMillis() - run.getToldMillis() >= REPEAT_MILLIS
                || told.getMicroStepsPerSecond() == 0 && share.getMicroStepsPerSecond() > 0
                || !told.getState().equals(share.getState())
                || !told.getAlertsByClass().equals(share.getAlertsByClass())
                || !told.getFaults().equals(share.getFaults())
                || !groups(told).equals(groups(share));
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
        return kind.label() + "/" + name;
    }

    private static String key(GroupKind kind, RunShare share) {
        return key(
                kind,
                switch (kind) {
                    case PROJECT -> share.getProject();
                    case OWNER -> share.getOwner();
                    case HOST -> share.getHost();
                    case GPU -> share.getGpu();
                    case CLUSTER -> share.getCluster();
                });
    }

    private static Map<GroupKind, String> groups(RunShare share) {
        Map<GroupKind, String> groups = new HashMap<>();
        for (GroupKind kind : GroupKind.values()) {
            groups.put(kind, key(kind, share));
        }
        return groups;
    }
}
