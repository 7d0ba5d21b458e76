package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.column.Cells;
import io.gradwatch.fleet.live.column.ColumnCounts;
import io.gradwatch.fleet.live.column.RunGroups;
import io.gradwatch.fleet.live.row.AlertRows;
import io.gradwatch.fleet.live.row.Declared;
import io.gradwatch.fleet.live.row.Details;
import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.table.RunTracker;
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
import io.gradwatch.schema.LiveAlert;
import io.gradwatch.schema.LiveAlerts;
import io.gradwatch.schema.LiveRun;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.apache.kafka.streams.errors.InvalidStateStoreException;

/** This instance's part: lists from the index, single runs from the tables. */
public record LocalPart(
        RunIndex index, TableReader tables, UnaryOperator<AlertRow> withStatus, Clock clock, TableProgress progress)
        implements FleetPart {

    @Override
    public Optional<RunDetail> run(String id) {
        return available(() -> Optional.ofNullable(tables.run(id))
                .map(run -> Details.of(run, true, tables.description(id), tables.ranks(id), tables.alerts(id))
                        .at(row -> Rates.at(row, clock.millis()))));
    }

    @Override
    public Page<RunRow> runs(RunQuery query, String insteadOf) {
        return available(() -> {
            Page<RunIndex.Entry> page = Pages.ofEntries(query).take(matching(query, insteadOf));
            return new Page<>(
                    page.items().stream().map(Cells.rows(Pages.columns(query))).toList(),
                    page.total(),
                    page.nextCursor());
        });
    }

    @Override
    public List<RunGroup> runGroups(RunGroupQuery query, String insteadOf) {
        return available(() -> RunGroups.of(matching(query.runs(), insteadOf), query));
    }

    @Override
    public List<ColumnCount> columns(String text, String insteadOf) {
        return available(() -> ColumnCounts.of(entriesAsLastHeard(insteadOf), text));
    }

    @Override
    public Page<AlertRow> alerts(AlertQuery query, String insteadOf) {
        return available(() -> Pages.of(query)
                .take(entries(insteadOf)
                        .flatMap(entry -> entry.alerts().stream())
                        .filter(Filters.of(query, withStatus))));
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        return available(() -> runOfAlert(id)
                .flatMap(run -> tables.alerts(run).getAlerts().stream()
                        .filter(alert -> alert.getAlert().getId().equals(id))
                        .findFirst()
                        .map(alert -> detail(alert, run))));
    }

    private AlertDetail detail(LiveAlert alert, String id) {
        LiveRun run = tables.run(id);
        return run == null
                ? AlertRows.detail(alert, RunTracker.fresh(id), Set.of())
                : AlertRows.detail(alert, run, run.getSeries().keySet());
    }

    @Override
    public Overview overview(String insteadOf) {
        return available(() -> Overviews.of(entries(insteadOf), tables.groups(insteadOf), withStatus, clock.millis()));
    }

    @Override
    public List<Group> groups(GroupKind kind, String insteadOf) {
        return available(() -> GroupRows.of(kind, tables.groups(insteadOf)));
    }

    private Stream<RunIndex.Entry> matching(RunQuery query, String insteadOf) {
        return entries(insteadOf).filter(Filters.of(query));
    }

    private Stream<RunIndex.Entry> entries(String insteadOf) {
        long now = clock.millis();
        return entriesAsLastHeard(insteadOf).map(entry -> Rates.at(entry, now));
    }

    private Stream<RunIndex.Entry> entriesAsLastHeard(String insteadOf) {
        if (insteadOf != null) {
            return entries(tables.copiesOf(insteadOf));
        }
        // A partition that has just been given to this instance is in its copy before it is in the index.
        return Stream.concat(index.entries(), entries(tables.ownBut(index.partitions())));
    }

    private Stream<RunIndex.Entry> entries(List<LiveRun> runs) {
        return runs.stream()
                .map(run -> RunIndex.Entry.of(
                        run,
                        RunIndex.Entry.rows(run, tables.alerts(run.getRunId())),
                        Declared.of(tables.description(run.getRunId()))));
    }

    /** Found in the index; a copy's only in the table. */
    private Optional<String> runOfAlert(String id) {
        Optional<String> own = index.entries()
                .filter(entry ->
                        entry.alerts().stream().anyMatch(alert -> alert.id().equals(id)))
                .map(entry -> entry.row().run())
                .findFirst();
        return own.isPresent()
                ? own
                : tables.allAlerts().stream()
                        .map(LiveAlerts::getAlerts)
                        .flatMap(List::stream)
                        .map(LiveAlert::getAlert)
                        .filter(alert -> alert.getId().equals(id))
                        .map(alert -> alert.getRunId())
                        .findFirst();
    }

    private <T> T available(Supplier<T> answer) {
        progress.requireComplete();
        try {
            return answer.get();
        } catch (InvalidStateStoreException e) {
            throw progress.unavailable(e);
        }
    }
}
