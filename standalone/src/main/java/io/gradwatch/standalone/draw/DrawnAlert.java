package io.gradwatch.standalone.draw;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.gradwatch.fleet.live.row.AlertRows;
import io.gradwatch.fleet.live.table.RunTracker;
import io.gradwatch.fleet.live.view.AlertDetail;
import io.gradwatch.schema.AlertTransition;
import io.gradwatch.schema.LiveAlert;
import io.gradwatch.standalone.replay.ReplayedAlert;
import io.gradwatch.standalone.replay.ReplayedRun;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * An alert of a replayed run as the API of the fleet has it.
 *
 * @param detail of the API
 * @param row of the log at which it was raised
 */
record DrawnAlert(@JsonUnwrapped AlertDetail detail, long row) {

    /**
     * All of a run, in the order in which they were raised.
     *
     * @param series names of the run's series
     */
    static List<DrawnAlert> of(ReplayedRun run, Set<String> series) {
        Map<String, List<ReplayedAlert>> byId = run.alerts().stream()
                .collect(Collectors.groupingBy(
                        transition -> transition.alert().getId(), LinkedHashMap::new, Collectors.toList()));
        return byId.values().stream().map(alert -> of(alert, series)).toList();
    }

    private static DrawnAlert of(List<ReplayedAlert> replayed, Set<String> series) {
        List<AlertTransition> transitions = replayed.stream()
                .map(ReplayedAlert::alert)
                .map(alert -> new AlertTransition(
                        alert.getState(), alert.getSeverity(), alert.getRaisedStep(), alert.getRaisedTimeMillis()))
                .toList();
        LiveAlert alert = new LiveAlert(replayed.get(replayed.size() - 1).alert(), transitions);
        return new DrawnAlert(
                AlertRows.detail(alert, RunTracker.fresh(alert.getAlert().getRunId()), series),
                replayed.get(0).row());
    }
}
