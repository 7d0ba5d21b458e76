package io.gradwatch.fleet.live.view;

/** Order of runs; those without the value come last in either direction. */
public enum RunSort {
    STARTED,
    NAME,
    STATE,
    STEP,
    LOSS,
    LAST_EVENT
}
