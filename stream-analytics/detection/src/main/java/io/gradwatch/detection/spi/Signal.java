package io.gradwatch.detection.spi;

/** Signal that a run may send and a detector may need. */
public enum Signal {
    LOSS("loss"),
    GRADIENT_NORM("gradient norm"),
    LEARNING_RATE("learning rate"),
    UPDATE_RATIO("update ratio"),
    TENSORS("tensor statistics"),
    TRAINING_METRICS("training metrics"),
    EVALUATION_LOSS("evaluation loss"),
    EVALUATION_METRICS("evaluation metrics"),
    LOG_TIME("time of the log"),
    PARAMETER_NORM("parameter norm"),
    LOSS_SCALE("loss scale"),
    STEP_DURATION("step duration"),
    DATA_WAIT("data wait"),
    BATCH_VIEW("view of the batch"),
    EVALUATION_BATCH_VIEW("view of the evaluated batches"),
    TRAINING_MODE("mode of the network"),
    RUNNING_STATISTICS("change of running statistics"),
    ERROR_TYPES("errors by type"),
    DECLARED_GOAL("declared goal"),
    DECLARED_CLASSES("declared classes"),
    DECLARED_REFERENCE("declared reference"),
    DECLARED_SINGLE_BATCH("declared single batch"),
    TEST_VAL_EVALUATION("evaluation of the test-val split"),
    TEST_EVALUATION("evaluation of the test split");

    private final String words;

    Signal(String words) {
        this.words = words;
    }

    /** Name for people. */
    public String words() {
        return words;
    }
}
