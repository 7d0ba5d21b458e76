package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.column.ColumnCounts;
import io.gradwatch.fleet.live.column.RunGroups;
import io.gradwatch.fleet.live.table.LiveTableStores;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.ColumnCount;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunGroup;
import io.gradwatch.fleet.live.view.RunGroupQuery;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.KeyQueryMetadata;
import org.apache.kafka.streams.StreamsMetadata;
import org.apache.kafka.streams.errors.InvalidStateStoreException;
import org.apache.kafka.streams.state.HostInfo;

/**
 * Asks the instance that holds what is asked for, or all instances. In place of one that does not answer, those that
 * have copies of its partitions answer, until Kafka Streams has given its partitions to others.
 */
public final class DistributedFleet implements LiveFleet {

    private final KafkaStreams streams;
    private final HostInfo self;
    private final FleetPart local;
    private final Function<HostInfo, FleetPart> peers;
    private final TableProgress progress;
    private final RebalanceRetry handover;

    public DistributedFleet(
            KafkaStreams streams,
            HostInfo self,
            FleetPart local,
            Function<HostInfo, FleetPart> peers,
            TableProgress progress,
            LongSupplier nanos) {
        this.progress = progress;
        this.handover = new RebalanceRetry(progress, nanos);
        this.streams = streams;
        this.self = self;
        this.local = local;
        this.peers = peers;
    }

    @Override
    public Optional<RunDetail> run(String id) {
        return handover.answer(() -> fromHolders(id));
    }

    @Override
    public Page<RunRow> runs(RunQuery query) {
        Pages<RunRow> pages = Pages.of(query);
        return pages.merge(gather((part, insteadOf) -> part.runs(query, insteadOf)));
    }

    @Override
    public List<RunGroup> runGroups(RunGroupQuery query) {
        return RunGroups.merge(gather((part, insteadOf) -> part.runGroups(query, insteadOf)));
    }

    @Override
    public List<ColumnCount> columns(String text) {
        return ColumnCounts.merge(gather((part, insteadOf) -> part.columns(text, insteadOf)));
    }

    @Override
    public Page<AlertRow> alerts(AlertQuery query) {
        Pages<AlertRow> pages = Pages.of(query);
        return pages.merge(gather((part, insteadOf) -> part.alerts(query, insteadOf)));
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        return gather((part, insteadOf) -> part.alert(id)).stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    @Override
    public Overview overview() {
        return Overviews.merge(gather(FleetPart::overview));
    }

    @Override
    public List<Group> groups(GroupKind kind) {
        return gather((part, insteadOf) -> part.groups(kind, insteadOf)).stream()
                .flatMap(List::stream)
                .sorted(GroupRows.ORDER)
                .toList();
    }

    private Optional<RunDetail> fromHolders(String id) {
        UnavailableException last = null;
        for (HostInfo holder : holders(id)) {
            try {
                Optional<RunDetail> run = part(holder).run(id);
                if (run.isPresent() || !holder.equals(HostInfo.unavailable())) {
                    return run;
                }
            } catch (UnavailableException e) {
                last = e;
            }
        }
        throw progress.unavailable(last);
    }

    /** The active instance, then those with copies; where that is not known, this one as {@code unavailable}. */
    private List<HostInfo> holders(String run) {
        KeyQueryMetadata metadata = metadata(run);
        if (metadata == null || metadata.equals(KeyQueryMetadata.NOT_AVAILABLE)) {
            return List.of(HostInfo.unavailable());
        }
        List<HostInfo> holders = new ArrayList<>();
        holders.add(metadata.activeHost());
        holders.addAll(metadata.standbyHosts());
        return holders;
    }

    private KeyQueryMetadata metadata(String run) {
        try {
            return streams.queryMetadataForKey(LiveTableStores.RUNS, run, new StringSerializer());
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw progress.unavailable(e);
        }
    }

    private <T> List<T> gather(BiFunction<FleetPart, String, T> question) {
        return handover.answer(() -> gatherNow(question));
    }

    private <T> List<T> gatherNow(BiFunction<FleetPart, String, T> question) {
        List<HostInfo> instances = instances();
        List<T> answers = new ArrayList<>();
        for (HostInfo instance : instances) {
            try {
                answers.add(question.apply(part(instance), null));
            } catch (UnavailableException e) {
                answers.addAll(fromCopies(instance, instances, question, e));
            }
        }
        return answers;
    }

    private <T> List<T> fromCopies(
            HostInfo gone,
            List<HostInfo> instances,
            BiFunction<FleetPart, String, T> question,
            UnavailableException why) {
        List<T> answers = new ArrayList<>();
        for (HostInfo instance : instances) {
            if (!instance.equals(gone)) {
                try {
                    answers.add(question.apply(part(instance), gone.host() + ":" + gone.port()));
                } catch (UnavailableException e) {
                    why.addSuppressed(e);
                }
            }
        }
        if (answers.isEmpty()) {
            throw progress.unavailable(why);
        }
        return answers;
    }

    private List<HostInfo> instances() {
        try {
            List<HostInfo> instances = streams.metadataForAllStreamsClients().stream()
                    .map(StreamsMetadata::hostInfo)
                    .distinct()
                    .toList();
            return instances.isEmpty() ? List.of(self) : instances;
        } catch (IllegalStateException | InvalidStateStoreException e) {
            throw progress.unavailable(e);
        }
    }

    private FleetPart part(HostInfo instance) {
        return instance.equals(self) || instance.equals(HostInfo.unavailable()) ? local : peers.apply(instance);
    }
}
