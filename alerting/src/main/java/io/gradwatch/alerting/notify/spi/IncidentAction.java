package io.gradwatch.alerting.notify.spi;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;

/** Action of a channel that keeps incidents of its own, which are open until somebody closes them. */
public enum IncidentAction {
    /** The incident is opened, or brought up to date. */
    OPEN,
    /** The incident stays as it is: the run ended with the fault, which is not gone by that. */
    KEEP,
    /** Somebody looks after the incident: nobody else is to be called. */
    ACKNOWLEDGE,
    /** The incident is closed. */
    CLOSE,
    /** Nobody is to be called: what was over before anybody was told, and what logs said before they were watched. */
    NONE;

    /**
     * The action for a change. A fault with which a run ended stays open for a person to close, since it is not gone.
     * It is closed where a person stopped the run, where a new attempt began, which is watched afresh, and where its
     * detector was switched off.
     */
    public static IncidentAction of(AlertChange change) {
        if (change.alert().getBacklog()) {
            return NONE;
        }
        return switch (change.kind()) {
            case FIRED, ESCALATED, STILL_FIRING, FIRED_AND_ENDED -> OPEN;
            case RECOVERED -> CLOSE;
            case ENDED -> ended(change.alert().getResolution(), change.alert().getOutcome());
            case FIRED_AND_RECOVERED -> NONE;
        };
    }

    private static IncidentAction ended(Resolution resolution, Outcome outcome) {
        boolean closed = resolution == Resolution.NEW_ATTEMPT
                || resolution == Resolution.SWITCHED_OFF
                || outcome == Outcome.STOPPED;
        return closed ? CLOSE : KEEP;
    }
}
