package io.gradwatch.patience.testing;

import java.time.Duration;

/** Deadline for all that a test waits for. */
public final class Patience {

    /**
     * Time for Kafka, Flink, a browser or another process to do what a test waits for. It ends a test that hangs, and
     * measures nothing: on a busy machine of two cores a start that takes a second may take half a minute.
     */
    public static final Duration PATIENCE = Duration.ofMinutes(4);

    private Patience() {}
}
