package io.gradwatch.detection.spi;

/** What a run may send, and a detector may need. */
public enum Signal {
    LOSS("loss"),
    GRADIENT_NORM("gradient norm"),
    LEARNING_RATE("learning rate"),
    UPDATE_RATIO("update ratio"),
    TENSORS("tensor statistics"),
    TRAINING_METRICS("training metrics"),
    EVALUATION_LOSS("evaluation loss"),
    EVALUATION_METRICS("evaluation metrics"),
    LOG_TIME("time of the log");

    private final String words;

    Signal(String words) {
        this.words = words;
    }

    /** How a person calls it. */
    public String words() {
        return words;
    }
}
