package io.gradwatch.alerting.message;

import io.gradwatch.schema.fault.AlertClass;

/** Classes of alerts in words, for titles. A class that {@link AlertClass} lacks stands for itself. */
public final class FaultWords {

    private static final int LENGTH = 60;

    private FaultWords() {}

    /** The class in words, such as "Loss is NaN" for {@code nan}; an unknown class by its name. */
    public static String of(String alertClass) {
        return AlertClass.of(alertClass).map(AlertClass::title).orElseGet(() -> PlainText.oneLine(alertClass, LENGTH));
    }
}
