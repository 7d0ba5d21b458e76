package io.gradwatch.fleet.silence;

import io.gradwatch.fleet.live.query.ForwardingFleet;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunDetail;
import java.util.List;
import java.util.Optional;

/** A fleet whose alerts have their silences and acknowledgements. */
public final class SilencedFleet extends ForwardingFleet {

    private final AlertStatuses statuses;

    /**
     * @param fleet that is asked
     * @param statuses of its alerts
     */
    public SilencedFleet(LiveFleet fleet, AlertStatuses statuses) {
        super(fleet);
        this.statuses = statuses;
    }

    @Override
    public Optional<RunDetail> run(String id) {
        return super.run(id).map(run -> run.with(all(run.alerts())));
    }

    @Override
    public Page<AlertRow> alerts(AlertQuery query) {
        Page<AlertRow> page = super.alerts(query);
        return new Page<>(all(page.items()), page.total(), page.nextCursor());
    }

    @Override
    public Optional<AlertDetail> alert(String id) {
        return super.alert(id).map(alert -> alert.with(statuses.of(alert.row())).with(statuses.annotations(id)));
    }

    private List<AlertRow> all(List<AlertRow> rows) {
        return rows.stream().map(statuses::of).toList();
    }
}
