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

/**
 * Answers about the whole fleet as it is now. Every call may be made from any thread, and throws
 * {@link UnavailableException} while no instance holds what is asked for.
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

    /** All groups of the runs of a list by a column, those with most runs first. */
    List<RunGroup> runGroups(RunGroupQuery query);

    /**
     * All columns that the runs have by names of their own, those that most runs have first.
     *
     * @param text that is in the name of a column, whatever its case; null for all
     */
    List<ColumnCount> columns(String text);

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
