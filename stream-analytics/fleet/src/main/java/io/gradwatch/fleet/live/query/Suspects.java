package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.table.Shares;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview.Suspect;
import io.gradwatch.schema.GroupState;
import io.gradwatch.schema.HardwareFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.streams.KeyValue;

/**
 * Finds hosts on which at least two runs had an alert of the same class within a day, among several hosts: what the
 * runs have in common is the hardware. Where all runs are on one host, they have it in common anyway.
 */
final class Suspects {

    private static final long WITHIN_MILLIS = Duration.ofDays(1).toMillis();
    private static final int FEWEST_RUNS = 2;

    private Suspects() {}

    static List<Suspect> of(List<KeyValue<String, GroupState>> groups, long nowMillis) {
        String prefix = Shares.key(GroupKind.HOST, "");
        List<KeyValue<String, GroupState>> hosts = groups.stream()
                .filter(group -> group.key.startsWith(prefix) && group.key.length() > prefix.length())
                .toList();
        List<Suspect> suspects = new ArrayList<>();
        if (hosts.size() > 1) {
            hosts.forEach(
                    host -> add(suspects, host.key.substring(prefix.length()), host.value.getFaults(), nowMillis));
        }
        return suspects;
    }

    private static void add(List<Suspect> suspects, String host, List<HardwareFault> faults, long nowMillis) {
        Map<String, Set<String>> runsByClass = new TreeMap<>();
        for (HardwareFault fault : faults) {
            if (nowMillis - fault.getRaisedMillis() <= WITHIN_MILLIS) {
                runsByClass
                        .computeIfAbsent(fault.getAlertClass(), name -> new TreeSet<>())
                        .add(fault.getRunId());
            }
        }
        runsByClass.values().removeIf(runs -> runs.size() < FEWEST_RUNS);
        if (!runsByClass.isEmpty()) {
            Set<String> runs = new TreeSet<>();
            runsByClass.values().forEach(runs::addAll);
            suspects.add(new Suspect(host, List.copyOf(runs), List.copyOf(runsByClass.keySet())));
        }
    }
}
