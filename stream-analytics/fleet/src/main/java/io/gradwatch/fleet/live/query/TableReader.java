package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.table.FleetTopology;
import io.gradwatch.fleet.live.table.LiveTableStores;
import io.gradwatch.schema.GroupState;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.StoreQueryParameters;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.QueryableStoreTypes;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;

/**
 * Reads the tables of this instance: its own partitions and the copies of others', also while they are restored, so
 * that something is answered while partitions move.
 */
public final class TableReader {

    private final KafkaStreams streams;
    private final String self;

    public TableReader(KafkaStreams streams, HostInfo self) {
        this.streams = streams;
        this.self = self.host() + ":" + self.port();
    }

    /**
     * A run of this instance's partitions or copies; null where its partition has no such run.
     *
     * @throws InvalidStateStoreException when this instance has not the run's partition at the moment
     */
    LiveRun run(String id) {
        KeyQueryMetadata place = placeOf(id);
        return place == null || place.equals(KeyQueryMetadata.NOT_AVAILABLE)
                ? this.<LiveRun>table(LiveTableStores.RUNS).get(id)
                : this.<LiveRun>table(LiveTableStores.RUNS, place.partition()).get(id);
    }

    private KeyQueryMetadata placeOf(String run) {
        try {
            return streams.queryMetadataForKey(LiveTableStores.RUNS, run, new StringSerializer());
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw new UnavailableException("The tables do not run yet", e);
        }
    }

    RunStarted description(String id) {
        return this.<RunStarted>table(LiveTableStores.DESCRIPTIONS).get(id);
    }

    List<LiveRank> ranks(String run) {
        ReadOnlyKeyValueStore<String, LiveRank> table = table(LiveTableStores.RANKS);
        try (KeyValueIterator<String, LiveRank> ranks =
                table.range(LiveTableStores.firstRankKey(run), LiveTableStores.lastRankKey(run))) {
            return values(ranks);
        }
    }

    LiveAlerts alerts(String run) {
        LiveAlerts alerts = this.<LiveAlerts>table(LiveTableStores.ALERTS).get(run);
        return alerts == null ? LiveAlerts.newBuilder().build() : alerts;
    }

    /** All alerts of own partitions and copies, by run. */
    List<LiveAlerts> allAlerts() {
        try (KeyValueIterator<String, LiveAlerts> all =
                this.<LiveAlerts>table(LiveTableStores.ALERTS).all()) {
            return values(all);
        }
    }

    /** The runs of the partitions that another instance is active for and that this one has copies of. */
    List<LiveRun> copiesOf(String instance) {
        Set<Integer> own = partitions(self, TableReader::ofRuns);
        List<LiveRun> runs = new ArrayList<>();
        for (int partition : partitions(instance, TableReader::ofRuns)) {
            if (!own.contains(partition)) {
                runs.addAll(partition(LiveTableStores.RUNS, partition));
            }
        }
        return runs;
    }

    /** The runs of the partitions that this instance is active for, without those of some. */
    List<LiveRun> ownBut(Set<Integer> known) {
        List<LiveRun> runs = new ArrayList<>();
        for (int partition : partitions(self, TableReader::ofRuns)) {
            if (!known.contains(partition)) {
                runs.addAll(partition(LiveTableStores.RUNS, partition));
            }
        }
        return runs;
    }

    /** The groups, with their keys, of the partitions that an instance is active for and that this one has. */
    List<KeyValue<String, GroupState>> groups(String instance) {
        List<KeyValue<String, GroupState>> groups = new ArrayList<>();
        for (int partition : partitions(instance == null ? self : instance, TableReader::ofGroups)) {
            try (KeyValueIterator<String, GroupState> all =
                    this.<GroupState>table(LiveTableStores.GROUPS, partition).all()) {
                all.forEachRemaining(groups::add);
            } catch (InvalidStateStoreException e) {
                // Another instance has the copy.
                continue;
            }
        }
        return groups;
    }

    private List<LiveRun> partition(String table, int partition) {
        try (KeyValueIterator<String, LiveRun> all =
                this.<LiveRun>table(table, partition).all()) {
            return values(all);
        } catch (InvalidStateStoreException e) {
            // Another instance has the copy.
            return List.of();
        }
    }

    private Set<Integer> partitions(String instance, Predicate<TopicPartition> wanted) {
        return streams.metadataForAllStreamsClients().stream()
                .filter(client -> client.hostInfo().equals(HostInfo.buildFromEndpoint(instance)))
                .map(StreamsMetadata::topicPartitions)
                .flatMap(Set::stream)
                .filter(wanted)
                .map(TopicPartition::partition)
                .collect(Collectors.toSet());
    }

    /** The partitions of runs that other instances are active for; none where that is not known. */
    public Set<Integer> activeElsewhere() {
        try {
            return streams.metadataForAllStreamsClients().stream()
                    .filter(client -> !client.hostInfo().equals(HostInfo.buildFromEndpoint(self)))
                    .map(StreamsMetadata::topicPartitions)
                    .flatMap(Set::stream)
                    .filter(TableReader::ofRuns)
                    .map(TopicPartition::partition)
                    .collect(Collectors.toSet());
        } catch (IllegalStateException | InvalidStateStoreException e) {
            // The tables do not run yet.
            return Set.of();
        }
    }

    private static boolean ofRuns(TopicPartition partition) {
        return partition.topic().equals(Topics.TELEMETRY.name());
    }

    private static boolean ofGroups(TopicPartition partition) {
        return partition.topic().endsWith("-" + FleetTopology.CHANGES + "-repartition");
    }

    private <T> ReadOnlyKeyValueStore<String, T> table(String name) {
        try {
            return streams.store(
                    StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<String, T>keyValueStore())
                            .enableStaleStores());
        } catch (InvalidStateStoreException | IllegalStateException e) {
            throw new UnavailableException("A table cannot be read at the moment", e);
        }
    }

    private <T> ReadOnlyKeyValueStore<String, T> table(String name, int partition) {
        return streams.store(StoreQueryParameters.fromNameAndType(name, QueryableStoreTypes.<String, T>keyValueStore())
                .withPartition(partition)
                .enableStaleStores());
    }

    private static <T> List<T> values(KeyValueIterator<String, T> entries) {
        List<T> values = new ArrayList<>();
        entries.forEachRemaining(entry -> values.add(entry.value));
        return values;
    }
}
