package io.gradwatch.alerting.inhibit;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.fault.AlertClass;
import java.util.Locale;
import java.util.function.Function;

/** Labels of an alert by which alerts can be grouped, or compared by an inhibition rule. */
public enum AlertLabel {
    /** Kind of the fault; the classes that one fault passes through are one kind. */
    KIND(alert -> AlertClass.of(alert.getAlertClass())
            .flatMap(AlertClass::family)
            .map(AlertClass.Family::label)
            .orElse(alert.getAlertClass())),
    CLASS(Alert::getAlertClass),
    DETECTOR(Alert::getDetector),
    PROJECT(Alert::getProject),
    OWNER(Alert::getOwner),
    HOST(Alert::getHost),
    /** One attempt of a run. */
    RUN(alert -> alert.getRunId() + "#" + alert.getAttempt());

    private final Function<Alert, String> value;

    AlertLabel(Function<Alert, String> value) {
        this.value = value;
    }

    /** Name in the configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Value of the label; empty where the run does not say it. */
    public String of(Alert alert) {
        return value.apply(alert);
    }
}
