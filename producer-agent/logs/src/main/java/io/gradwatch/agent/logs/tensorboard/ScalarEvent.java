package io.gradwatch.agent.logs.tensorboard;

import java.util.List;

/**
 * Numbers of one record of an event file.
 *
 * @param timeMillis when it was written, by the clock of the job, milliseconds since 1970-01-01 UTC; 0 if not said
 * @param step as the job gave it
 * @param sessionStarts true if the job says that it starts, or starts again, at this step
 * @param scalars in the order of the record
 */
record ScalarEvent(long timeMillis, long step, boolean sessionStarts, List<Scalar> scalars) {

    /** The value of a tag. */
    record Scalar(String tag, double value) {}
}
