package io.gradwatch.fleet.live.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a run does. */
public enum RunStatus {
    /** It began and made no step yet. */
    STARTING,
    /** It makes steps. */
    TRAINING,
    /** It lives and makes no steps: an alert of class {@code hung} fires. */
    STALLED,
    /** Nothing comes from it: an alert of class {@code silent} fires. */
    SILENT,
    /** It failed, ran out of memory, or was killed. */
    CRASHED,
    /** It came to its end. */
    FINISHED,
    /** Someone ended it, or it did not say why it ended. */
    STOPPED;

    /** As the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether it came to an end, good or bad. */
    public boolean ended() {
        return this == CRASHED || this == FINISHED || this == STOPPED;
    }

    /** All labels, in the order of a run's life. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(RunStatus::label).toList();
    }
}
