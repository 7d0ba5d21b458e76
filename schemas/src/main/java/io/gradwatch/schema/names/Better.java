package io.gradwatch.schema.names;

/** Direction in which a value of a model gets better. */
public enum Better {
    LOWER,
    HIGHER,
    /** Neither is better, or it is not known. */
    NONE
}
