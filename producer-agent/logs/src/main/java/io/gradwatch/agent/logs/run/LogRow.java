package io.gradwatch.agent.logs.run;

import io.gradwatch.schema.Telemetry;
import java.util.List;

/**
 * One row of a log.
 *
 * @param number of the row of data, from 0; a heading is not counted
 * @param step that the row is about; its events carry the same, but for checkpoints
 * @param attempt of the training that the row belongs to, from 0 for the first in the log; its events carry the same,
 *     but for checkpoints that the attempt before it saved
 * @param late true if the row is a step behind another of its attempt, which is left out of the events
 * @param events records that the job would have sent: checkpoints that it saved before the row; where it begins a
 *     further attempt the declaration of the run, then a step, then its evaluations; empty for a row that tells of none
 * @param timeMillis when it was written, by the log itself, milliseconds since 1970-01-01 UTC; 0 where it does not say
 * @param otherStep another count for the row, where its program counts evaluations in two ways; -1 where it does not.
 *     Keras counts them by epochs, which is the step, and by iterations
 */
public record LogRow(
        long number, long step, int attempt, boolean late, List<Telemetry> events, long timeMillis, long otherStep) {

    /** A row that says no time, and one step. */
    public LogRow(long number, long step, int attempt, List<Telemetry> events) {
        this(number, step, attempt, false, events, 0, -1);
    }
}
