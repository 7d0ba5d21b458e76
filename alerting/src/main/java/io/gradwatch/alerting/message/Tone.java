package io.gradwatch.alerting.message;

import io.gradwatch.alerting.group.AlertChange;
import io.gradwatch.schema.Severity;

/** Mood of a message, which channels show as a colour: only what recovered may be green. In order of urgency. */
public enum Tone {
    /** A critical fault fires, or the run ended with it. */
    CRITICAL,
    /** A warning fires, or the run ended with it. */
    WARNING,
    /** Something to know. */
    INFO,
    /** A fault that people were told of is gone. */
    RECOVERED,
    /** A fault was gone before anybody was told. */
    PAST;

    static Tone of(AlertChange change) {
        return switch (change.kind()) {
            case RECOVERED -> RECOVERED;
            case FIRED_AND_RECOVERED -> PAST;
            default -> of(change.severity());
        };
    }

    private static Tone of(Severity severity) {
        return switch (severity) {
            case CRITICAL -> CRITICAL;
            case WARNING -> WARNING;
            case INFO -> INFO;
        };
    }
}
