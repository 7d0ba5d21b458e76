package io.gradwatch.fleet.past;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.live.query.ForwardingFleet;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.RunDetail;
import java.util.List;
import java.util.Optional;

/** A fleet that answers from the history for a run or an alert that is live no more. Its lists are of the live ones. */
public final class FleetWithPast extends ForwardingFleet {

    private final PastRuns runs;

    /**
     * @param live that is asked first
     * @param history for runs that the live fleet does not have
     */
    public FleetWithPast(LiveFleet live, History history) {
        super(live);
        this.runs = new PastRuns(history, new PastAlerts(history));
    }

    @Override
    public Optional<RunDetail> run(String id) {
        return super.run(id).or(() -> runs.run(id).map(run -> run.with(past(run.alerts()))));
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        return super.alert(id)
                .or(() -> runs.alert(id).map(alert -> alert.with(alert.row().past())));
    }

    private static List<AlertRow> past(List<AlertRow> alerts) {
        return alerts.stream().map(AlertRow::past).toList();
    }
}
