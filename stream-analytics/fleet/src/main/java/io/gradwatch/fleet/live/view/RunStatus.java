package io.gradwatch.fleet.live.view;

/** State of a run. */
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

    /** True where it came to an end, good or bad. */
    public boolean ended() {
        return this == CRASHED || this == FINISHED || this == STOPPED;
    }

    /**
     * State of a run that ended so.
     *
     * @param outcome name of an outcome of the telemetry, in lower case
     */
    public static RunStatus ofOutcome(String outcome) {
        return switch (outcome) {
            case "finished" -> FINISHED;
            case "failed", "out_of_memory", "killed" -> CRASHED;
            default -> STOPPED;
        };
    }
}
