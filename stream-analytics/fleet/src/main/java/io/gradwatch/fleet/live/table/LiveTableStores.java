package io.gradwatch.fleet.live.table;

import io.gradwatch.schema.LiveTables;
import io.gradwatch.schema.SingleObjectCodec;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The tables of runs. They are kept on the heap and in changelog topics. What changes with each step is small and apart
 * from what rarely changes; writes between two commits reach the changelog as one.
 */
public final class LiveTableStores {

    public static final String RUNS = "runs";
    public static final String DESCRIPTIONS = "descriptions";
    public static final String RANKS = "ranks";
    public static final String ALERTS = "alerts";
    public static final String GROUPS = "groups";

    private static final Map<String, SingleObjectCodec<?>> OF_RUNS = Map.of(
            RUNS, LiveTables.RUNS,
            DESCRIPTIONS, LiveTables.DESCRIPTIONS,
            RANKS, LiveTables.RANKS,
            ALERTS, LiveTables.ALERTS);

    private LiveTableStores() {}

    static Set<StoreBuilder<?>> all() {
        return OF_RUNS.entrySet().stream()
                .map(table -> table(table.getKey(), table.getValue()))
                .collect(Collectors.toSet());
    }

    /** Codec of the rows of a table; null where there is none of this name. */
    public static SingleObjectCodec<?> codec(String table) {
        return table.equals(GROUPS) ? LiveTables.GROUPS : OF_RUNS.get(table);
    }

    /** Key of a rank: the run, a character that no run id holds, and the number with leading zeros. */
    static String rankKey(String run, int rank) {
        return run + '\0' + String.format("%05d", rank);
    }

    /** Below the keys of all ranks of a run. */
    public static String firstRankKey(String run) {
        return run + '\0';
    }

    /** Above the keys of all ranks of a run. */
    public static String lastRankKey(String run) {
        return run + '\1';
    }

    private static <T> StoreBuilder<KeyValueStore<String, T>> table(String name, SingleObjectCodec<T> codec) {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(name), Serdes.String(), AvroSerde.of(codec))
                .withCachingEnabled();
    }
}
