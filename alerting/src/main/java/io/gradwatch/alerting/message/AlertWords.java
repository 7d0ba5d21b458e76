package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.alerting.notify.spi.Notification;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.fault.AlertClass;
import io.gradwatch.schema.fault.RunVerdict;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * Words for an alert: its fault, and its state, which is firing, recovered (the fault is gone) or unrecovered (the run
 * ended).
 */
final class AlertWords {

    private static final int OUTCOME_LENGTH = 80;
    private static final int CLASS_LENGTH = 60;

    private AlertWords() {}

    /** The class in words, such as "Loss is NaN" for {@code nan}; a class that {@link AlertClass} lacks by its name. */
    static String fault(String alertClass) {
        return AlertClass.of(alertClass)
                .map(AlertClass::title)
                .orElseGet(() -> PlainText.oneLine(alertClass, CLASS_LENGTH));
    }

    /** Such as "CRITICAL", "now CRITICAL", "recovered", "unrecovered". */
    static String label(AlertChange change) {
        String severity = change.alert().getSeverity().name();
        return switch (change.kind()) {
            case FIRED -> severity;
            case ESCALATED -> "now " + severity;
            case STILL_FIRING -> "still " + severity;
            case RECOVERED -> "recovered";
            case ENDED -> "unrecovered";
            case FIRED_AND_RECOVERED -> "past";
            case FIRED_AND_ENDED -> severity + ", unrecovered";
        };
    }

    /** One sentence: since when it fires, or how it ended. */
    static String sentence(AlertChange change, Notification notification) {
        Instant now = notification.sentAt();
        Alert alert = change.alert();
        String since = "step " + Quantities.step(alert.getOnsetStep());
        String when = "step " + Quantities.step(alert.getRaisedStep()) + ", "
                + Quantities.time(
                        alert.getRaisedTimeMillis(), notification.presentation().zone());
        return switch (change.kind()) {
            case FIRED -> "Since " + since + ", " + age(alert, now) + " (seen at " + when + ").";
            case ESCALATED ->
                "Since " + since + "; it was "
                        + change.before().severity().name().toLowerCase(Locale.ROOT) + " before (worse at " + when
                        + ").";
            case STILL_FIRING -> "Since " + since + ", and nothing has changed since people were told.";
            case RECOVERED -> "Since " + since + "; the fault is no longer seen (" + when + ").";
            case ENDED, FIRED_AND_ENDED -> "Since " + since + "; " + ending(alert) + " (" + when + ").";
            case FIRED_AND_RECOVERED -> "It was seen " + lasted(alert) + " from " + since + " and has recovered.";
        };
    }

    /** Phrase after the fault in a line about one alert. */
    static String phrase(AlertChange change, Instant now) {
        Alert alert = change.alert();
        String since = "since step " + Quantities.step(alert.getOnsetStep()) + ", " + age(alert, now);
        return switch (change.kind()) {
            case FIRED -> since;
            case ESCALATED -> "now " + alert.getSeverity().name() + " " + since;
            case STILL_FIRING -> "still, " + since;
            case RECOVERED -> "has recovered";
            case ENDED, FIRED_AND_ENDED -> "since step " + Quantities.step(alert.getOnsetStep()) + "; " + ending(alert);
            case FIRED_AND_RECOVERED -> past(alert);
        };
    }

    /** Phrase for a fault that was gone before anybody heard of it. */
    static String past(Alert alert) {
        return "was seen " + lasted(alert) + " and has recovered";
    }

    /** Such as "3 min ago": how long ago it first fired. */
    static String age(Alert alert, Instant now) {
        return Quantities.span(now.toEpochMilli() - fired(alert)) + " ago";
    }

    /** End of a run with this fault, in the words of the page. */
    static String ending(Alert alert) {
        Resolution resolution = alert.getResolution() == null ? Resolution.UNKNOWN : alert.getResolution();
        return switch (resolution) {
            case CLEARED -> "the fault is no longer seen";
            case RUN_ENDED ->
                (alert.getOutcome() == null ? "nothing more was heard of the run: " : "the run ended with it: ")
                        + outcome(alert);
            case NEW_ATTEMPT -> "the attempt ended with it; a new one began, which is watched afresh";
            case SWITCHED_OFF -> "its detector was switched off, so that nobody watches any more";
            case UNKNOWN -> "it is over, for a reason that was not given";
        };
    }

    /** State and verdict of the run as far as this alert tells, such as "crashed, diverged (nan)". */
    private static String outcome(Alert alert) {
        String alertClass = alert.getAlertClass();
        String state = alertClass.equals(AlertClass.CRASHED.label()) ? alertClass : state(alert.getOutcome());
        return PlainText.oneLine(RunVerdict.words(state, List.of(alertClass)), OUTCOME_LENGTH);
    }

    /** Words of the fleet for how a run ended; empty where nobody knows. */
    private static String state(Outcome outcome) {
        if (outcome == null) {
            return "";
        }
        return switch (outcome) {
            case FINISHED -> "finished";
            case FAILED, OUT_OF_MEMORY, KILLED -> "crashed";
            case STOPPED, UNKNOWN -> "stopped";
        };
    }

    private static String lasted(Alert alert) {
        return "for " + Quantities.span(alert.getRaisedTimeMillis() - fired(alert));
    }

    private static long fired(Alert alert) {
        return alert.getFiredTimeMillis() > 0 ? alert.getFiredTimeMillis() : alert.getRaisedTimeMillis();
    }
}
