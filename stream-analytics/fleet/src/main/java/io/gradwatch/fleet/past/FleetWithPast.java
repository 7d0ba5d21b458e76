package io.gradwatch.fleet.past;

import io.gradwatch.fleet.history.History;
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

/** A fleet that answers from the history for a run or an alert that is live no more. Its lists are of the live ones. */
public final class FleetWithPast implements LiveFleet {

    private final LiveFleet live;
    private final PastRuns runs;

    /**
     * @param live that is asked first
     * @param history for runs that the live fleet does not have
     */
    public FleetWithPast(LiveFleet live, History history) {
        this.live = live;
        this.runs = new PastRuns(history, new PastAlerts(history));
    }

    @Override
    public Optional<RunDetail> run(String id) {
        return live.run(id).or(() -> runs.run(id));
    }

    @Override
    public Page<RunRow> runs(RunQuery query) {
        return live.runs(query);
    }

    @Override
    public List<RunGroup> runGroups(RunGroupQuery query) {
        return live.runGroups(query);
    }

    @Override
    public List<ColumnCount> columns(String text) {
        return live.columns(text);
    }

    @Override
    public Page<AlertRow> alerts(AlertQuery query) {
        return live.alerts(query);
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        return live.alert(id).or(() -> runs.alert(id));
    }

    @Override
    public Overview overview() {
        return live.overview();
    }

    @Override
    public List<Group> groups(GroupKind kind) {
        return live.groups(kind);
    }
}
