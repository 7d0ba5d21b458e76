package io.gradwatch.standalone.chaos;

import java.time.Duration;

/**
 * One fault of a schedule.
 *
 * @param number place in the schedule, from 1
 * @param kind of the fault
 * @param part to which part
 * @param after time from the start of the run that is hit
 * @param lasts time until it is mended; a process that ended is away for so long
 * @param seed for all other random choices
 */
record Fault(int number, FaultKind kind, String part, Duration after, Duration lasts, long seed) {

    @Override
    public String toString() {
        return "fault " + number + ": " + kind + " of " + part + " " + after.toMillis() + " ms into its run, for "
                + lasts.toMillis() + " ms";
    }
}
