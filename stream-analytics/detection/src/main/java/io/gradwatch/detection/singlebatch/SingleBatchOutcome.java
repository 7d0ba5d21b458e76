package io.gradwatch.detection.singlebatch;

/** Outcome of over-fitting a single batch (K5). */
public enum SingleBatchOutcome {
    UNDECIDED,
    PASSES,
    UP,
    EXPLODES,
    OSCILLATES,
    PLATEAUS;

    boolean isFailure() {
        return this != UNDECIDED && this != PASSES;
    }
}
