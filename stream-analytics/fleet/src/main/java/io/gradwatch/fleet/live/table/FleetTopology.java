package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.schema.GroupChange;
import io.gradwatch.schema.GroupState;
import io.gradwatch.schema.LiveTables;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.util.List;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.Grouped;
import org.apache.kafka.streams.kstream.Materialized;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.state.Stores;

/**
 * The live tables as a stream: telemetry and alerts, both keyed by run and with as many partitions, make the tables of
 * runs; each change of a run is subtracted from and added to its groups.
 */
public final class FleetTopology {

    /** Names the topic by which changes travel to their groups. */
    public static final String CHANGES = "changes";

    private FleetTopology() {}

    public static Topology build(RunIndex index, Duration retention) {
        StreamsBuilder builder = new StreamsBuilder();
        builder.stream(
                        List.of(Topics.TELEMETRY.name(), Topics.ALERTS.name()),
                        Consumed.with(Serdes.String(), LogSerde.create()).withName("log"))
                .process(new RunProcessorSupplier(index, retention), Named.as("track-runs"))
                .groupByKey(Grouped.<String, GroupChange>as(CHANGES)
                        .withKeySerde(Serdes.String())
                        .withValueSerde(AvroSerde.of(LiveTables.GROUP_CHANGES)))
                .aggregate(
                        Groups::empty,
                        Groups::apply,
                        Named.as("sum-groups"),
                        Materialized.<String, GroupState>as(Stores.inMemoryKeyValueStore(LiveTableStores.GROUPS))
                                .withKeySerde(Serdes.String())
                                .withValueSerde(AvroSerde.of(LiveTables.GROUPS)));
        return builder.build();
    }
}
