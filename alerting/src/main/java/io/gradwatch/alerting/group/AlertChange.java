package io.gradwatch.alerting.group;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.fault.AlertClass;

/**
 * Change of one alert in a message: its state now, and the one that people were told before.
 *
 * @param alert as it stands now
 * @param before what people were told before; null when nothing
 */
public record AlertChange(Alert alert, NotifiedState before) {

    /** Change since people were last told. */
    public enum Kind {
        /** It fires; nobody knew. */
        FIRED,
        /** It fires and is worse than what was told. */
        ESCALATED,
        /** It fires as was told before. */
        STILL_FIRING,
        /** The fault is gone. */
        RECOVERED,
        /** The run or its attempt ended with it. */
        ENDED,
        /** It fired and the fault was gone before anybody was told. */
        FIRED_AND_RECOVERED,
        /** It fired and the run or its attempt ended with it before anybody was told. */
        FIRED_AND_ENDED
    }

    /** Change since people were last told. An alert that is no fault is told once and does not end. */
    public Kind kind() {
        boolean knownFiring = before != null && before.state() == AlertState.FIRING;
        if (!AlertClass.isFault(alert.getAlertClass())) {
            return knownFiring ? Kind.STILL_FIRING : Kind.FIRED;
        }
        return switch (alert.getState()) {
            case RECOVERED -> knownFiring ? Kind.RECOVERED : Kind.FIRED_AND_RECOVERED;
            case UNRECOVERED -> knownFiring ? Kind.ENDED : Kind.FIRED_AND_ENDED;
            case FIRING -> knownFiring ? worse() : Kind.FIRED;
        };
    }

    private Kind worse() {
        return alert.getSeverity().compareTo(before.severity()) > 0 ? Kind.ESCALATED : Kind.STILL_FIRING;
    }

    /**
     * The worse of what the alert is and what was told: who heard that it fires also hears that it is over. What was
     * over when its log was first read is information, however bad it was.
     */
    public Severity severity() {
        Severity now = after().severity();
        return alert.getBacklog() || before == null || before.severity().compareTo(now) <= 0 ? now : before.severity();
    }

    /** State that people know once the change is told. */
    public NotifiedState after() {
        Severity severity = alert.getBacklog() ? Severity.INFO : alert.getSeverity();
        return new NotifiedState(alert.getRevision(), alert.getState(), severity);
    }

    /** True where it says only what people know already. */
    public boolean repeats() {
        return kind() == Kind.STILL_FIRING && before.revision() == alert.getRevision();
    }

    /** The same with the alert as it stands by now. */
    public AlertChange withAlert(Alert later) {
        return new AlertChange(later, before);
    }

    /** True where the alert fires now. */
    public boolean firing() {
        return alert.getState() == AlertState.FIRING;
    }
}
