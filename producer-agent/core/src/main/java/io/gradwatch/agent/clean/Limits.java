package io.gradwatch.agent.clean;

/** Limits of what a run may send. */
public final class Limits {

    /** Longest run id, characters. */
    public static final int ID_CHARACTERS = 200;

    /** Longest name of anything, characters. */
    public static final int NAME_CHARACTERS = 256;

    /** Longest value of a hyper-parameter, and longest message of an exception, characters. */
    public static final int VALUE_CHARACTERS = 4_096;

    /** Metrics of one step or evaluation: more is a mistake of the job. */
    public static final int METRICS = 1_024;

    /** Tensors of one step: 16,384 are about 1.6 MB in Kafka. */
    public static final int TENSORS = 1 << 14;

    /** Dimensions of a shape: no layer of a network has more. */
    public static final int DIMENSIONS = 8;

    /** Classes that are counted: a longer list would be longer than all else that a step tells. */
    public static final int CLASSES = 4_096;

    /** Types of error of one evaluation. */
    public static final int ERROR_TYPES = 1_000;

    private Limits() {}
}
