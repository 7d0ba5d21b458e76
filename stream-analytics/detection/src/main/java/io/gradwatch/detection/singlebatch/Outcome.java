package io.gradwatch.detection.singlebatch;

/** What became of over-fitting a single batch (K5). */
public enum Outcome {
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
