package io.gradwatch.fleet.silence;

import io.gradwatch.fleet.live.query.LiveFleet;
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
import java.util.List;
import java.util.Optional;

/**
 * A fleet whose alerts have their silences and acknowledgements.
 *
 * @param fleet that is asked
 * @param statuses of its alerts
 */
public record SilencedFleet(LiveFleet fleet, AlertStatuses statuses) implements LiveFleet {

    @Override
    public Optional<RunDetail> run(String id) {
        return fleet.run(id).map(run -> run.with(all(run.alerts())));
    }

    @Override
    public Page<RunRow> runs(RunQuery query) {
        return fleet.runs(query);
    }

    @Override
    public List<RunGroup> runGroups(RunGroupQuery query) {
        return fleet.runGroups(query);
    }

    @Override
    public List<ColumnCount> columns(String text) {
        return fleet.columns(text);
    }

    @Override
    public Page<AlertRow> alerts(AlertQuery query) {
        Page<AlertRow> page = fleet.alerts(query);
        return new Page<>(all(page.items()), page.total(), page.nextCursor());
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        return fleet.alert(id).map(alert -> alert.with(statuses.of(alert.row())).with(statuses.annotations(id)));
    }

    @Override
    public Overview overview() {
        return fleet.overview();
    }

    @Override
    public List<Group> groups(GroupKind kind) {
        return fleet.groups(kind);
    }

    private List<AlertRow> all(List<AlertRow> rows) {
        return rows.stream().map(statuses::of).toList();
    }
}
