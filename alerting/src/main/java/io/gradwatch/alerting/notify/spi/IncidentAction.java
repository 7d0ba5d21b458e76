package io.gradwatch.alerting.notify.spi;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.schema.Resolution;

/** Action of a channel that keeps an incident of its own for each alert, which is open until somebody closes it. */
public enum IncidentAction {
    /** The incident is opened, or brought up to date. */
    OPEN,
    /** The incident is closed. */
    CLOSE,
    /** Nobody is to be called: what was over before anybody was told, and what logs said before they were watched. */
    NONE;

    /**
     * The action for a change. A fault with which a run ended stays open, since it is not gone; one whose run began anew
     * is closed, since the new attempt is watched afresh.
     */
    public static IncidentAction of(AlertChange change) {
        if (change.alert().getBacklog()) {
            return NONE;
        }
        Resolution resolution = change.alert().getResolution();
        return switch (change.kind()) {
            case FIRED, ESCALATED, STILL_FIRING, FIRED_AND_ENDED -> OPEN;
            case RECOVERED -> CLOSE;
            case ENDED ->
                resolution == Resolution.NEW_ATTEMPT || resolution == Resolution.SWITCHED_OFF ? CLOSE : OPEN;
            case FIRED_AND_RECOVERED -> NONE;
        };
    }
}
