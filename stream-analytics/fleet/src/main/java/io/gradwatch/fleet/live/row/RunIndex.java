package io.gradwatch.fleet.live.row;

import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunRow;
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
     * @param words tags, notes and group that the run declared, in lower case, to be searched
     */
    public record Entry(
            RunRow row,
            double baselineStepsPerSecond,
            long gpuMillisUsed,
            long gpuMillisWasted,
            List<AlertRow> alerts,
            String words) {}

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

    /** What is known of a run of an open partition; null where nothing is. */
    public Entry get(int partition, String run) {
        return byPartition.get(partition).get(run);
    }

    /** All runs, in no order. */
    public Stream<Entry> entries() {
        return byPartition.values().stream().flatMap(runs -> runs.values().stream());
    }
}
