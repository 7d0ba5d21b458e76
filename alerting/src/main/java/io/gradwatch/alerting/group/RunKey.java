package io.gradwatch.alerting.group;

import io.gradwatch.schema.Alert;

/**
 * One attempt of one run: the unit in which alerts are grouped.
 *
 * @param runId id of the run
 * @param attempt counts restarts from a checkpoint, from 0
 */
public record RunKey(String runId, int attempt) {

    /** The attempt that an alert is about. */
    public static RunKey of(Alert alert) {
        return new RunKey(alert.getRunId(), alert.getAttempt());
    }
}
