package io.gradwatch.fleet.live.table;

import io.gradwatch.fleet.live.row.Declared;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.GroupChange;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRank;
import io.gradwatch.schema.LiveRun;
import io.gradwatch.schema.Pulse;
import io.gradwatch.schema.RunShare;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.Telemetry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.internals.ProcessorRecordContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/**
 * Updates the tables of the runs of one partition, and sends the changes to their groups. A record whose key is not its
 * run is left aside: detection has put it to the dead letters.
 */
final class RunProcessor implements Processor<String, SpecificRecord, String, GroupChange> {

    /** Looks for runs that have expired, at least, in the time that a run is kept. */
    private static final int EXPIRY_LOOKS = 10;

    private static final Duration LONGEST_EXPIRY_INTERVAL = Duration.ofMinutes(10);
    private static final Duration SHORTEST_EXPIRY_INTERVAL = Duration.ofMillis(100);

    private final RunIndex index;
    private final Duration retention;
    private ProcessorContext<String, GroupChange> context;
    private KeyValueStore<String, LiveRun> runs;
    private KeyValueStore<String, RunStarted> descriptions;
    private KeyValueStore<String, LiveRank> ranks;
    private KeyValueStore<String, LiveAlerts> alerts;

    RunProcessor(RunIndex index, Duration retention) {
        this.index = index;
        this.retention = retention;
    }

    @Override
    public void init(ProcessorContext<String, GroupChange> newContext) {
        context = newContext;
        runs = context.getStateStore(LiveTableStores.RUNS);
        descriptions = context.getStateStore(LiveTableStores.DESCRIPTIONS);
        ranks = context.getStateStore(LiveTableStores.RANKS);
        alerts = context.getStateStore(LiveTableStores.ALERTS);
        List<RunIndex.Entry> entries = new ArrayList<>();
        try (KeyValueIterator<String, LiveRun> all = runs.all()) {
            all.forEachRemaining(run -> entries.add(RunIndex.Entry.of(
                    run.value, RunIndex.Entry.rows(run.value, alertsOf(run.key)), declaredBy(run.key))));
        }
        index.open(partition(), entries);
        context.schedule(expiryInterval(), PunctuationType.WALL_CLOCK_TIME, this::expire);
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        releaseBytes();
        if (record.value() instanceof Telemetry telemetry) {
            // A pulse is detection's own, and of no run.
            boolean ofRun = !(telemetry.getEvent() instanceof Pulse);
            if (ofRun && telemetry.getOrigin().getRunId().equals(record.key())) {
                observe(telemetry, record.timestamp());
            }
        } else if (record.value() instanceof Alert alert && alert.getRunId().equals(record.key())) {
            observe(alert, record.timestamp());
        }
    }

    @Override
    public void close() {
        index.close(partition());
    }

    /**
     * Frees the bytes of the record, which Kafka Streams would keep with each entry of its caches beyond their bound,
     * for dead letters of processors; a record that cannot be read has become one before.
     */
    private void releaseBytes() {
        context.recordMetadata()
                .filter(ProcessorRecordContext.class::isInstance)
                .map(ProcessorRecordContext.class::cast)
                .ifPresent(ProcessorRecordContext::freeRawRecord);
    }

    private void observe(Telemetry telemetry, long logMillis) {
        String id = telemetry.getOrigin().getRunId();
        LiveRun run = known(id);
        String rankKey = LiveTableStores.rankKey(id, telemetry.getOrigin().getRank());
        LiveRank rank = ranks.get(rankKey);
        if (!RecordAdmission.counts(run, rank, telemetry.getOrigin(), logMillis)) {
            return;
        }
        if (telemetry.getOrigin().getAttempt() > run.getAttempt()) {
            forgetRanks(id);
        }
        int unrecovered = run.getUnrecovered().size();
        LiveRank taken = RunTracker.take(run, rank, telemetry, logMillis);
        ranks.put(rankKey, taken);
        boolean declared = false;
        if (telemetry.getEvent() instanceof RunStarted started && taken.getRank() == run.getSpeaker()) {
            descriptions.put(id, Bounds.description(started));
            declared = true;
        }
        store(run, run.getUnrecovered().size() == unrecovered ? null : alertsOf(id), declared, logMillis);
    }

    private void observe(Alert alert, long logMillis) {
        LiveRun run = known(alert.getRunId());
        LiveAlerts ofRun = alertsOf(alert.getRunId());
        if (RunAlerts.take(run, ofRun, alert)) {
            if (run.getAttempt() < 0) {
                run.setName(alert.getRunName());
                run.setProject(alert.getProject());
                run.setOwner(alert.getOwner());
            }
            run.setLastRecordMillis(Math.max(run.getLastRecordMillis(), logMillis));
            alerts.put(alert.getRunId(), ofRun);
            store(run, ofRun, false, logMillis);
        }
    }

    private void store(LiveRun run, LiveAlerts changed, boolean declared, long logMillis) {
        RunShare share = Shares.of(run);
        if (Shares.due(run, share)) {
            forward(run.getTold(), share, logMillis);
            run.setTold(share);
            run.setToldMillis(run.getLastRecordMillis());
        }
        runs.put(run.getRunId(), run);
        updateIndex(run, changed, declared);
    }

    private void forward(RunShare before, RunShare after, long logMillis) {
        Shares.changes(before, after)
                .forEach((group, change) -> context.forward(new Record<>(group, change, logMillis)));
    }

    /**
     * @param changed the run's alerts; null where they are as before
     * @param declared true where its description has changed
     */
    private void updateIndex(LiveRun run, LiveAlerts changed, boolean declared) {
        RunIndex.Entry before = index.get(partition(), run.getRunId());
        index.put(
                partition(),
                RunIndex.Entry.of(
                        run,
                        changed == null && before != null ? before.alerts() : RunIndex.Entry.rows(run, changed),
                        declared || before == null ? declaredBy(run.getRunId()) : before.declared(),
                        before));
    }

    private Declared declaredBy(String id) {
        return Declared.of(descriptions.get(id));
    }

    private Duration expiryInterval() {
        Duration part = retention.dividedBy(EXPIRY_LOOKS);
        if (part.compareTo(SHORTEST_EXPIRY_INTERVAL) < 0) {
            return SHORTEST_EXPIRY_INTERVAL;
        }
        return part.compareTo(LONGEST_EXPIRY_INTERVAL) > 0 ? LONGEST_EXPIRY_INTERVAL : part;
    }

    /** A run leaves when nothing came of it for as long as it is kept, whether or not it said that it ended. */
    private void expire(long nowMillis) {
        List<LiveRun> expired = new ArrayList<>();
        try (KeyValueIterator<String, LiveRun> all = runs.all()) {
            while (all.hasNext()) {
                LiveRun run = all.next().value;
                if (nowMillis - run.getLastRecordMillis() > retention.toMillis()) {
                    expired.add(run);
                }
            }
        }
        for (LiveRun run : expired) {
            forward(run.getTold(), null, nowMillis);
            runs.delete(run.getRunId());
            descriptions.delete(run.getRunId());
            alerts.delete(run.getRunId());
            forgetRanks(run.getRunId());
            index.remove(partition(), run.getRunId());
        }
    }

    private void forgetRanks(String run) {
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, LiveRank> all =
                ranks.range(LiveTableStores.firstRankKey(run), LiveTableStores.lastRankKey(run))) {
            while (all.hasNext()) {
                KeyValue<String, LiveRank> next = all.next();
                keys.add(next.key);
            }
        }
        keys.forEach(ranks::delete);
    }

    private LiveRun known(String id) {
        LiveRun run = runs.get(id);
        return run == null ? RunTracker.fresh(id) : run;
    }

    private LiveAlerts alertsOf(String id) {
        LiveAlerts ofRun = alerts.get(id);
        return ofRun == null ? LiveAlerts.newBuilder().build() : ofRun;
    }

    private int partition() {
        return context.taskId().partition();
    }
}
