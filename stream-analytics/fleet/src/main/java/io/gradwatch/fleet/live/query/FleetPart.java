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
 * Part of the fleet that one instance holds: the partitions that it is active for, and copies of others'. The parts of
 * all instances together are the fleet. Where a list is asked {@code insteadOf} another instance, named
 * {@code host:port}, it is made of the copies of that one's partitions; null asks for the instance's own.
 *
 * <p>Every call throws {@link UnavailableException} where the instance cannot be reached or does not run.
 */
public interface FleetPart {

    /** The run, of an own partition or a copy; empty where the instance does not have it. */
    Optional<RunDetail> run(String id);

    /** The runs of this part. */
    Page<RunRow> runs(RunQuery query, String insteadOf);

    /** Groups of the runs of this part, all of them. */
    List<RunGroup> runGroups(RunGroupQuery query, String insteadOf);

    /** Columns of the runs of this part by names of their own; with a text, those that have it in their name. */
    List<ColumnCount> columns(String text, String insteadOf);

    /** The alerts of this part. */
    Page<AlertRow> alerts(AlertQuery query, String insteadOf);

    /** The alert, of an own partition or a copy; empty where the instance does not have it. */
    Optional<AlertDetail> alert(String id);

    /** The overview of this part. */
    Overview overview(String insteadOf);

    /** The groups of this part: each group is in one part, whatever parts its runs are in. */
    List<Group> groups(GroupKind kind, String insteadOf);
}
