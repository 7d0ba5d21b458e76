package io.gradwatch.fleet.live.query;

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

/** A fleet that answers as another one, but for what a subclass adds. */
public abstract class ForwardingFleet implements LiveFleet {

    private final LiveFleet fleet;

    /** @param fleet that is asked */
    protected ForwardingFleet(LiveFleet fleet) {
        this.fleet = fleet;
    }

    @Override
    public Optional<RunDetail> run(String id) {
        return fleet.run(id);
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
        return fleet.alerts(query);
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        return fleet.alert(id);
    }

    @Override
    public Overview overview() {
        return fleet.overview();
    }

    @Override
    public List<Group> groups(GroupKind kind) {
        return fleet.groups(kind);
    }
}
