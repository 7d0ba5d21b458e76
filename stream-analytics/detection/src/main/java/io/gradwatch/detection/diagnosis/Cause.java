package io.gradwatch.detection.diagnosis;

/** What can be wrong, in the words of the knowledge list, with what to try against it. */
public enum Cause {
    LEARNING_RATE_TOO_HIGH("The learning rate is too high.", "Divide the learning rate by 10."),
    NO_WARM_UP(
            "The run starts at its full learning rate, without a warm-up.",
            "Raise the learning rate from near zero over the first few hundred steps."),
    LEARNING_RATE_TOO_LOW("The learning rate is too low.", "Multiply the learning rate by 10."),
    NUMERICAL_OPERATION(
            "A numerical operation leaves its range: an exp, a log or a division.",
            "Look for exp, log and division in the loss; use the framework's stable losses."),
    FLIPPED_SIGN(
            "The sign of the loss or of the gradient is flipped.", "Check the sign of the loss and of the update."),
    WRONG_SOFTMAX_DIMENSION(
            "The softmax is taken over the wrong dimension.", "Check over which dimension softmax and loss reduce."),
    CORRUPT_DATA(
            "Data or labels are corrupted: zeroed, shuffled apart, or preprocessed differently from batch to batch.",
            "Look at a few batches with their labels just before they enter the network."),
    GRADIENTS_BLOCKED(
            "Gradients do not reach the whole model: saturated or dead units, a detached tensor, a wrong"
                    + " initialisation.",
            "Look at the gradient norm of each layer, the first ones above all."),
    TOO_MUCH_REGULARIZATION(
            "There is too much regularization.", "Switch weight decay, dropout and augmentation off for a test."),
    WRONG_INPUT_TO_LOSS(
            "The loss gets the wrong input: a softmaxed output where it expects logits, or a ReLU on the output.",
            "Check what the last layer puts out, and what the loss expects."),
    INPUT_SCALE(
            "The inputs are not normalised, or normalised twice.",
            "Subtract the mean of the inputs and divide by their standard deviation; scale images to [0, 1]."),
    BAD_BATCH(
            "A batch holds broken or unusual examples.",
            "Look at the examples of this step; skip the batch and go on from the checkpoint before it.");

    private final String text;
    private final String remedy;

    Cause(String text, String remedy) {
        this.text = text;
        this.remedy = remedy;
    }

    /** A sentence. */
    public String text() {
        return text;
    }

    /** What to try against it, a sentence. */
    public String remedy() {
        return remedy;
    }
}
