package io.gradwatch.agent.listener;

/** Parts of the listeners that can fail by themselves. */
public enum GuardedPart {
    START,
    STEP,
    LOSS,
    LEARNING_RATE,
    SHAPES,
    NORMS,
    GRADIENT,
    PARAMETERS,
    UPDATE,
    ACTIVATIONS,
    MEMORY,
    TENSORS,
    EVALUATORS,
    VALIDATION,
    CHECKPOINTS,
    END
}
