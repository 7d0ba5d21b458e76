package io.gradwatch.agent.dl4j;

/** Parts of a listener that can fail by themselves. */
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
