package io.gradwatch.standalone.replay;

import io.gradwatch.schema.Alert;

/**
 * One transition of an alert.
 *
 * @param row at which it was made: number of the row of data in the log, from 0
 * @param alert the transition
 */
public record ReplayedAlert(long row, Alert alert) {

    /** Why the alert ended, such as "the run ended with it". */
    public String ending() {
        return switch (alert.getResolution()) {
            case CLEARED -> "the fault is gone";
            case RUN_ENDED -> "the run ended with it";
            case NEW_ATTEMPT -> "a new attempt began";
            case SWITCHED_OFF -> "its detector was switched off";
            case UNKNOWN -> "for a reason that was not given";
        };
    }
}
