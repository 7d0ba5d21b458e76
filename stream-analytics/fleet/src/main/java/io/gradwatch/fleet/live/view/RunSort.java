package io.gradwatch.fleet.live.view;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Order of runs; those without the value come last in either direction. */
public enum RunSort {
    STARTED,
    NAME,
    STATE,
    STEP,
    LOSS,
    LAST_EVENT;

    /** As the API spells it. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** All labels. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(RunSort::label).toList();
    }
}
