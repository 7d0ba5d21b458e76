package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.table.Shares;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.schema.GroupState;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.streams.KeyValue;

/** Makes rows of groups. */
public final class GroupRows {

    static final double MILLIS_PER_HOUR = 3_600_000;

    /** Order of groups: those with most runs first. */
    static final Comparator<Group> ORDER =
            Comparator.comparingInt(GroupRows::runs).reversed().thenComparing(Group::name);

    private GroupRows() {}

    public static List<Group> of(GroupKind kind, List<KeyValue<String, GroupState>> groups) {
        String prefix = Shares.key(kind, "");
        return groups.stream()
                .filter(group -> group.key.startsWith(prefix))
                .map(group -> row(group.key.substring(prefix.length()), group.value))
                .sorted(ORDER)
                .toList();
    }

    private static Group row(String name, GroupState group) {
        return new Group(
                name,
                new TreeMap<>(group.getRunsByState()),
                group.getMicroStepsPerSecond() / Shares.MICRO,
                group.getGpuMillisUsed() / MILLIS_PER_HOUR,
                group.getGpuMillisWasted() / MILLIS_PER_HOUR,
                new TreeMap<>(group.getAlertsByClass()));
    }

    private static int runs(Group group) {
        return group.runsByState().values().stream().mapToInt(Integer::intValue).sum();
    }
}
