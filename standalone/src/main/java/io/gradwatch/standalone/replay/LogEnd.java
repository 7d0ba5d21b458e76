package io.gradwatch.standalone.replay;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Resolution;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The end of a log, which is the end of its run: what still fires there ends unrecovered. */
public final class LogEnd {

    private LogEnd() {}

    /**
     * The transitions, and behind them one for each alert that still fires.
     *
     * @param lastStep that the run reached
     * @param rows that the log has
     */
    public static List<ReplayedAlert> of(List<ReplayedAlert> transitions, long lastStep, long rows) {
        Map<String, Alert> last = new LinkedHashMap<>();
        transitions.forEach(transition -> last.put(transition.alert().getId(), transition.alert()));
        List<ReplayedAlert> all = new ArrayList<>(transitions);
        last.values().stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .map(alert -> Alert.newBuilder(alert)
                        .setState(AlertState.UNRECOVERED)
                        .setResolution(Resolution.RUN_ENDED)
                        .setRevision(alert.getRevision() + 1)
                        .setRaisedStep(Math.max(lastStep, alert.getRaisedStep()))
                        .build())
                .forEach(alert -> all.add(new ReplayedAlert(Math.max(0, rows - 1), alert)));
        return List.copyOf(all);
    }
}
