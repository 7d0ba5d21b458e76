package io.gradwatch.fleet.live;

import io.gradwatch.fleet.live.query.GroupRows;
import io.gradwatch.fleet.live.query.Overviews;
import io.gradwatch.fleet.live.row.AlertRows;
import io.gradwatch.fleet.live.row.Details;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.table.FleetTopology;
import io.gradwatch.fleet.live.table.LiveTableStores;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.Census;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.testing.Job;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.GroupState;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The topology without Kafka: records in, tables out. The log takes a record at the agent's time. */
public final class TableHarness implements AutoCloseable {

    static final Duration RETENTION = Duration.ofDays(7);

    final RunIndex index = new RunIndex();
    final TopologyTestDriver driver;
    private final TestInputTopic<String, byte[]> telemetry;
    private final TestInputTopic<String, byte[]> alerts;

    /** @param folder for the state of the tables */
    public TableHarness(Path folder) {
        LiveTableSettings settings =
                new LiveTableSettings(RETENTION, Duration.ofSeconds(10), 1, folder, "127.0.0.1", 1);
        driver = new TopologyTestDriver(
                FleetTopology.build(index, RETENTION),
                LiveStreams.properties(settings, Map.of("bootstrap.servers", "127.0.0.1:1")),
                Instant.ofEpochMilli(Job.START));
        telemetry = driver.createInputTopic(Topics.TELEMETRY.name(), new StringSerializer(), new ByteArraySerializer());
        alerts = driver.createInputTopic(Topics.ALERTS.name(), new StringSerializer(), new ByteArraySerializer());
    }

    /** Gives records to the tables. */
    public TableHarness send(Telemetry... records) {
        for (Telemetry record : records) {
            telemetry.pipeInput(
                    record.getOrigin().getRunId(),
                    Topics.TELEMETRY.codec().encode(record),
                    record.getOrigin().getTimestampMillis());
        }
        return this;
    }

    /** Gives alerts to the tables. */
    public TableHarness send(Alert... records) {
        for (Alert record : records) {
            alerts.pipeInput(record.getRunId(), Topics.ALERTS.codec().encode(record), record.getRaisedTimeMillis());
        }
        return this;
    }

    void sendBytes(String key, byte[] value) {
        telemetry.pipeInput(key, value, Job.START);
    }

    /** All of a run; null where it is not kept. */
    public RunDetail run(String id) {
        LiveRun run = this.<LiveRun>table(LiveTableStores.RUNS).get(id);
        LiveAlerts ofRun = this.<LiveAlerts>table(LiveTableStores.ALERTS).get(id);
        RunStarted declared =
                this.<RunStarted>table(LiveTableStores.DESCRIPTIONS).get(id);
        return run == null
                ? null
                : Details.of(
                        run,
                        true,
                        declared,
                        ranks(id),
                        ofRun == null ? LiveAlerts.newBuilder().build() : ofRun);
    }

    /** An alert of a run. */
    public AlertDetail alert(String run, String id) {
        return this.<LiveAlerts>table(LiveTableStores.ALERTS).get(run).getAlerts().stream()
                .filter(alert -> alert.getAlert().getId().equals(id))
                .map(alert -> AlertRows.detail(
                        alert, state(run), state(run).getSeries().keySet()))
                .findFirst()
                .orElseThrow();
    }

    LiveRun state(String id) {
        return this.<LiveRun>table(LiveTableStores.RUNS).get(id);
    }

    List<Group> groups(GroupKind kind) {
        return GroupRows.of(kind, groups());
    }

    Overview overview(long nowMillis) {
        return Overviews.of(index.entries(), groups(), UnaryOperator.identity(), nowMillis);
    }

    Census census() {
        return Overviews.census(index.entries(), UnaryOperator.identity());
    }

    long entries(String store) {
        return this.<Object>table(store).approximateNumEntries();
    }

    @Override
    public void close() {
        driver.close();
    }

    private List<KeyValue<String, GroupState>> groups() {
        List<KeyValue<String, GroupState>> groups = new ArrayList<>();
        try (KeyValueIterator<String, GroupState> all =
                this.<GroupState>table(LiveTableStores.GROUPS).all()) {
            all.forEachRemaining(groups::add);
        }
        return groups;
    }

    private List<LiveRank> ranks(String run) {
        List<LiveRank> ranks = new ArrayList<>();
        try (KeyValueIterator<String, LiveRank> all = this.<LiveRank>table(LiveTableStores.RANKS)
                .range(LiveTableStores.firstRankKey(run), LiveTableStores.lastRankKey(run))) {
            all.forEachRemaining(rank -> ranks.add(rank.value));
        }
        return ranks;
    }

    private <T> KeyValueStore<String, T> table(String name) {
        return driver.getKeyValueStore(name);
    }
}
