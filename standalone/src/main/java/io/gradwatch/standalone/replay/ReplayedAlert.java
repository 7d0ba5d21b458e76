package io.gradwatch.standalone.replay;

import io.gradwatch.schema.Alert;

/**
 * One transition of an alert.
 *
 * @param row at which it was made: number of the row of data in the log, from 0
 * @param alert the transition
 */
public record ReplayedAlert(long row, Alert alert) {}
