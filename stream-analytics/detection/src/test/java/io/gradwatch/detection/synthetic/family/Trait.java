package io.gradwatch.detection.synthetic.family;

/** Requirement of a fault on the run in which it is planted. */
public enum Trait {
    /** The loss is positive, falls clearly and is not drowned by noise. */
    LEARNS,
    /** The noise of the loss is small and has no heavy tails. */
    QUIET,
    /** Validation loss is logged. */
    VALIDATES,
    /** The norm of the gradient is logged. */
    GRADIENTS,
    /** The learning rate is logged. */
    LEARNING_RATE
}
