package io.gradwatch.standalone.replay.command;

import io.gradwatch.agent.logs.run.Understanding;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.standalone.replay.ReplayedAlert;
import io.gradwatch.standalone.replay.ReplayedRun;
import io.gradwatch.standalone.replay.RunFile;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Records sent of one run, with their times in the log: they tell at which row of the file an alert was raised.
 *
 * <p>An alert names the step that the run had reached and the time in the log. The step tells the row where every row
 * reaches a new one; a row that does not must stand alone in its millisecond of the log ({@link #needsOwnTime}).
 */
final class SentRun {

    /**
     * A record in the log.
     *
     * @param row of the file
     * @param reachedStep the step that the run had reached with it
     * @param timeMillis at which the log took it
     */
    private record Sent(long row, long reachedStep, long timeMillis) {}

    private final RunFile file;
    private final List<Sent> records = new ArrayList<>();
    private Optional<String> problem = Optional.empty();
    private Optional<Understanding> understood = Optional.empty();
    private long rows;
    private long reachedStep = -1;
    private long furthestStep = -1;
    private int attempt;

    SentRun(RunFile file) {
        this.file = file;
    }

    /** True where the step does not tell the row with these events from the rows before. */
    boolean needsOwnTime(List<Telemetry> events) {
        return events.stream()
                .allMatch(event -> !(event.getEvent() instanceof Step step) || step.getStep() <= furthestStep);
    }

    /** The step that the run reaches with an event; to be asked once for each, in order. */
    long reach(Telemetry event) {
        if (event.getOrigin().getAttempt() > attempt) {
            attempt = event.getOrigin().getAttempt();
            reachedStep = -1;
        }
        if (event.getEvent() instanceof Step step) {
            // As the engine sees it: a repeated step is not shown, one that is further back is a restart.
            boolean shown = step.getStep() > reachedStep || step.getStep() < reachedStep - 1;
            reachedStep = shown ? step.getStep() : reachedStep;
            furthestStep = Math.max(furthestStep, reachedStep);
        }
        return reachedStep;
    }

    void taken(long row, long reached, long timeMillis) {
        records.add(new Sent(row, reached, timeMillis));
    }

    void countRow() {
        rows++;
    }

    void understood(Optional<Understanding> understanding) {
        understood = understanding;
    }

    void cut(String because) {
        problem = Optional.of(because);
    }

    RunFile file() {
        return file;
    }

    /** The run with the alerts that detection found. */
    ReplayedRun replayed(List<Alert> found) {
        List<ReplayedAlert> alerts = found.stream()
                .map(alert -> new ReplayedAlert(row(alert), alert))
                .toList();
        return new ReplayedRun(
                file.runId(),
                rows,
                problem.isPresent() ? alerts : ReplayedRun.untilEndOfLog(alerts, reachedStep, rows),
                Map.of(),
                problem,
                understood);
    }

    /** The row of the file at which the transition was made. */
    long row(Alert alert) {
        Sent atThatTime = null;
        for (Sent sent : records) {
            if (sent.timeMillis == alert.getRaisedTimeMillis()) {
                if (sent.reachedStep == alert.getRaisedStep()) {
                    return sent.row;
                }
                atThatTime = atThatTime == null ? sent : atThatTime;
            }
        }
        if (atThatTime == null) {
            throw new IllegalStateException("the alert " + alert.getId() + " of " + file.runId() + " was raised at "
                    + alert.getRaisedTimeMillis() + ", when no record of it was sent");
        }
        return atThatTime.row;
    }
}
