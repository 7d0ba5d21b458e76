package io.gradwatch.detection.diagnosis;

import java.util.List;

/** Fault of a curve, with its usual causes, likeliest first (the table of the single batch, K1 to K4). */
public enum Symptom {
    /** The error goes up. */
    GOES_UP("K1", Cause.FLIPPED_SIGN, Cause.LEARNING_RATE_TOO_HIGH, Cause.WRONG_SOFTMAX_DIMENSION, Cause.CORRUPT_DATA),
    /** The error explodes. */
    EXPLODES(
            "K2",
            Cause.NUMERICAL_OPERATION,
            Cause.LEARNING_RATE_TOO_HIGH,
            Cause.INPUT_SCALE,
            Cause.FLIPPED_SIGN,
            Cause.NO_WARM_UP),
    /** The error jumps and usually comes back. */
    SPIKES("K2", Cause.LEARNING_RATE_TOO_HIGH, Cause.BAD_BATCH, Cause.NUMERICAL_OPERATION, Cause.NO_WARM_UP),
    /** The error plateaus. */
    PLATEAUS(
            "K4",
            Cause.LEARNING_RATE_TOO_LOW,
            Cause.GRADIENTS_BLOCKED,
            Cause.TOO_MUCH_REGULARIZATION,
            Cause.WRONG_INPUT_TO_LOSS,
            Cause.CORRUPT_DATA,
            Cause.INPUT_SCALE,
            Cause.LEARNING_RATE_TOO_HIGH);

    private final String knowledgeItem;
    private final List<Cause> causes;

    Symptom(String knowledgeItem, Cause... causes) {
        this.knowledgeItem = knowledgeItem;
        this.causes = List.of(causes);
    }

    /** Its item of the knowledge list. */
    public String knowledgeItem() {
        return knowledgeItem;
    }

    /** Its usual causes, likeliest first. */
    public List<Cause> causes() {
        return causes;
    }
}
