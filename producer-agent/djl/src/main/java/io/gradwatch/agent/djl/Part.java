package io.gradwatch.agent.djl;

/** What of a listener can fail by itself. */
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
