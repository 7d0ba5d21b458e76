package io.gradwatch.agent;

import java.util.function.LongFunction;

/**
 * A record of the job other than a step, on its way to the agent's thread, which makes it: Avro is not for the job's
 * threads.
 *
 * @param timestampMillis clock of the host when it happened, milliseconds since 1970-01-01 UTC
 * @param event makes the event from the last step before it
 */
record PendingRecord(long timestampMillis, LongFunction<Object> event) {}
