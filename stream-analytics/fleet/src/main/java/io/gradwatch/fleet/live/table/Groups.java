package io.gradwatch.fleet.live.table;

import io.gradwatch.schema.GroupChange;
import io.gradwatch.schema.GroupState;
import io.gradwatch.schema.HardwareFault;
import io.gradwatch.schema.RunShare;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Adds and subtracts shares of runs. Whole numbers: a group that all runs have left holds nothing. */
final class Groups {

    /** Faults that a group remembers, the last ones: two runs make a suspect. Own choice. */
    static final int MOST_FAULTS = 256;

    private Groups() {}

    static GroupState empty() {
        return GroupState.newBuilder().build();
    }

    /** The group after a change; null when no run is left in it. */
    static GroupState apply(String key, GroupChange change, GroupState group) {
        if (change.getBefore() != null) {
            add(group, change.getBefore(), -1);
        }
        if (change.getAfter() != null) {
            add(group, change.getAfter(), 1);
        }
        return group.getRunsByState().isEmpty() ? null : group;
    }

    private static void add(GroupState group, RunShare share, int sign) {
        group.setRunsByState(sum(group.getRunsByState(), Map.of(share.getState(), 1), sign));
        group.setAlertsByClass(sum(group.getAlertsByClass(), share.getAlertsByClass(), sign));
        group.setMicroStepsPerSecond(group.getMicroStepsPerSecond() + sign * share.getMicroStepsPerSecond());
        group.setGpuMillisUsed(group.getGpuMillisUsed() + sign * share.getGpuMillisUsed());
        group.setGpuMillisWasted(group.getGpuMillisWasted() + sign * share.getGpuMillisWasted());
        group.setFaults(faults(group.getFaults(), share, sign));
    }

    private static Map<String, Integer> sum(Map<String, Integer> counts, Map<String, Integer> more, int sign) {
        Map<String, Integer> sum = new HashMap<>(counts);
        more.forEach((name, count) ->
                sum.compute(name, (same, before) -> nonZero((before == null ? 0 : before) + sign * count)));
        return sum;
    }

    private static Integer nonZero(int count) {
        return count == 0 ? null : (Integer) count;
    }

    private static List<HardwareFault> faults(List<HardwareFault> faults, RunShare share, int sign) {
        if (share.getFaults().isEmpty()) {
            return faults;
        }
        List<HardwareFault> kept = new ArrayList<>(faults);
        kept.removeIf(fault -> fault.getRunId().equals(share.getRunId()));
        if (sign > 0) {
            kept.addAll(share.getFaults());
        }
        return kept.size() <= MOST_FAULTS ? kept : kept.subList(kept.size() - MOST_FAULTS, kept.size());
    }
}
