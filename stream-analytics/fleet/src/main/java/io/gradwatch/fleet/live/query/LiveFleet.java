package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.fleet.live.view.AlertQuery;
import io.gradwatch.fleet.live.view.AlertRow;
import io.gradwatch.fleet.live.view.Group;
import io.gradwatch.fleet.live.view.GroupKind;
import io.gradwatch.fleet.live.view.Overview;
import io.gradwatch.fleet.live.view.Page;
import io.gradwatch.fleet.live.view.RunDetail;
import io.gradwatch.fleet.live.view.RunQuery;
import io.gradwatch.fleet.live.view.RunRow;
import java.util.List;
import java.util.Optional;

/**
 * What the fleet does now. Every call may be made from any thread, and throws {@link UnavailableException} while no
 * instance holds what is asked for.
 */
public interface LiveFleet {

    /** A run with all that is known of it; empty where no such run is kept. */
    Optional<RunDetail> run(String id);

    /**
     * A part of the list of runs.
     *
     * @throws IllegalArgumentException when the cursor is none of these
     */
    Page<RunRow> runs(RunQuery query);

    /**
     * A part of the list of alerts.
     *
     * @throws IllegalArgumentException when the cursor is none of these
     */
    Page<AlertRow> alerts(AlertQuery query);

    /** An alert with all that is known of it; empty where no such alert is kept. */
    Optional<AlertDetail> alert(String id);

    /** The whole fleet on one screen. */
    Overview overview();

    /** All groups of a kind, those with most runs first. */
    List<Group> groups(GroupKind kind);
}
