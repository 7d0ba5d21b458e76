package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunRow;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRun;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The rows of the runs that this instance is active for, in memory, so that a list does not read the tables. Written by
 * the stream threads, read by all.
 */
public final class RunIndex {

    /**
     * A run with what lists and the overview need of it.
     *
     * @param declared what the run declared
     * @param metrics last values of its series
     */
    public record Entry(
            RunRow row,
            double baselineStepsPerSecond,
            long gpuMillisUsed,
            long gpuMillisWasted,
            List<AlertRow> alerts,
            Declared declared,
            LastValues metrics) {

        /** The entry of a run with the rows of its alerts. */
        public static Entry of(LiveRun run, List<AlertRow> alerts, Declared declared) {
            return of(run, alerts, declared, null);
        }

        /** @param before entry of the run before, of which what has not changed is shared; null without one */
        public static Entry of(LiveRun run, List<AlertRow> alerts, Declared declared, Entry before) {
            return new Entry(
                    RunRows.of(run, true),
                    run.getPace().getBaselineStepsPerSecond(),
                    run.getGpuMillisUsed(),
                    run.getGpuMillisWasted(),
                    alerts,
                    declared,
                    LastValues.of(run.getSeries(), before == null ? null : before.metrics));
        }

        /** Tags, notes and group that the run declared, in lower case, to be searched. */
        public String words() {
            return declared.words();
        }

        /** @param alerts null where there are none */
        public static List<AlertRow> rows(LiveRun run, LiveAlerts alerts) {
            return alerts == null
                    ? List.of()
                    : alerts.getAlerts().stream()
                            .map(alert -> AlertRows.row(alert, run))
                            .toList();
        }

        /** The same with another row. */
        public Entry with(RunRow other) {
            return new Entry(other, baselineStepsPerSecond, gpuMillisUsed, gpuMillisWasted, alerts, declared, metrics);
        }
    }

    private final Map<Integer, Map<String, Entry>> byPartition = new ConcurrentHashMap<>();

    /** This instance has become active for a partition, whose runs are known at once. */
    public void open(int partition, List<Entry> entries) {
        Map<String, Entry> runs = new ConcurrentHashMap<>();
        entries.forEach(entry -> runs.put(entry.row().run(), entry));
        byPartition.put(partition, runs);
    }

    /** This instance is not active for the partition any more. */
    public void close(int partition) {
        byPartition.remove(partition);
    }

    /** The partitions that are open. */
    public Set<Integer> partitions() {
        return Set.copyOf(byPartition.keySet());
    }

    public void put(int partition, Entry entry) {
        byPartition.get(partition).put(entry.row().run(), entry);
    }

    public void remove(int partition, String run) {
        byPartition.get(partition).remove(run);
    }

    /** Entry of a run of an open partition; null where there is none. */
    public Entry get(int partition, String run) {
        return byPartition.get(partition).get(run);
    }

    /** All runs, in no order. */
    public Stream<Entry> entries() {
        return byPartition.values().stream().flatMap(runs -> runs.values().stream());
    }
}
