package io.gradwatch.agent.dl4j;

/** What of a listener can fail by itself. */
enum Part {
    START,
    STEP,
    LEARNING_RATE,
    GRADIENT,
    PARAMETERS,
    UPDATE,
    ACTIVATIONS,
    MEMORY,
    TENSORS,
    END
}
