package io.gradwatch.agent.djl;

/** Parts of a listener that can fail by themselves. */
enum Part {
    START,
    STEP,
    LOSS,
    LEARNING_RATE,
    SHAPES,
    NORMS,
    TENSORS,
    EVALUATORS,
    VALIDATION,
    END
}
