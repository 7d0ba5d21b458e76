package io.gradwatch.detection.diagnosis;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A thing that can be wrong, in the words of the knowledge list, with what to try against it. */
public enum Cause {
    LEARNING_RATE_TOO_HIGH("The learning rate is too high.", "Divide the learning rate by 10.", "K2"),
    NO_WARM_UP(
            "The run starts at its full learning rate, without a warm-up.",
            "Raise the learning rate from near zero over the first few hundred steps.",
            "K2"),
    LEARNING_RATE_TOO_LOW("The learning rate is too low.", "Multiply the learning rate by 10.", "K4"),
    NUMERICAL_OPERATION(
            "A numerical operation leaves its range: an exp, a log or a division.",
            "Look for exp, log and division in the loss; use the framework's stable losses.",
            "K10"),
    NON_FINITE_INPUT(
            "The input itself holds values that are not finite.",
            "Check the batch of this step for missing values and constant columns.",
            "K7"),
    FLIPPED_SIGN(
            "The sign of the loss or of the gradient is flipped.",
            "Check the sign of the loss and of the update.",
            "K1"),
    WRONG_SOFTMAX_DIMENSION(
            "The softmax is taken over the wrong dimension.",
            "Check over which dimension softmax and loss reduce.",
            "K1"),
    CORRUPT_DATA(
            "Data or labels are corrupted: zeroed, shuffled apart, or preprocessed differently from batch to batch.",
            "Look at a few batches with their labels just before they enter the network.",
            "K3"),
    SORTED_DATA("The data are sorted by class and not shuffled.", "Shuffle the examples anew for each epoch.", "K21"),
    GRADIENTS_BLOCKED(
            "Gradients do not reach the whole model: saturated or dead units, a detached tensor, a wrong"
                    + " initialisation.",
            "Look at the gradient norm of each layer, the first ones above all.",
            "K4"),
    MISSING_PARAMETERS(
            "The optimizer does not hold all parameters of the model.",
            "Make the optimizer after the model is complete, with model.parameters().",
            "K4"),
    GRADIENTS_KEPT(
            "Gradients are not zeroed between steps and pile up.",
            "Zero the gradients before each backward pass, or after each step.",
            "K9"),
    CLIPPED_AWAY(
            "Gradients are clipped to far below their usual norm.",
            "Set the clipping norm near the usual gradient norm: it is for excursions.",
            "K2"),
    UNCLIPPED_GRADIENTS(
            "Gradients grow on their way back through the layers, and nothing clips them.",
            "Clip the gradient norm, near its usual level.",
            "K2"),
    INITIALISATION(
            "The weights were initialised too large, too small, or all alike.",
            "Use He-normal initialisation for ReLU, Glorot-normal for tanh.",
            "K12"),
    TOO_MUCH_REGULARIZATION(
            "There is too much regularization.", "Switch weight decay, dropout and augmentation off for a test.", "K4"),
    WRONG_INPUT_TO_LOSS(
            "The loss gets the wrong input: a softmaxed output where it expects logits, or a ReLU on the output.",
            "Check what the last layer puts out, and what the loss expects.",
            "K8"),
    SHAPES_BROADCAST(
            "Output and target have different shapes, and the loss broadcasts them.",
            "Give output and target the same shape just before the loss, and assert it there.",
            "K6"),
    INPUT_SCALE(
            "The inputs are not normalised, or normalised twice.",
            "Subtract the mean of the inputs and divide by their standard deviation; scale images to [0, 1].",
            "K7"),
    BAD_BATCH(
            "A batch holds broken or unusual examples.",
            "Look at the examples of this step; skip the batch and go on from the checkpoint before it.",
            "K3"),
    BATCH_TOO_SMALL(
            "The batch is too small: the gradient is mostly noise.",
            "Use a larger batch, or accumulate gradients over several.",
            "K13"),
    STEPS_SKIPPED(
            "Steps are skipped: gradients are computed, and the parameters stay as they are.",
            "Look at the loss scaler and at every condition around the optimizer's step.",
            "K10"),
    TOO_LITTLE_DATA("There are too few training data for the size of the model.", "Add training data.", "K17"),
    TOO_LITTLE_REGULARIZATION("The regularization is too weak.", "Add weight decay, dropout or augmentation.", "K17");

    private final String text;
    private final String remedy;
    private final String knowledgeItem;

    Cause(String text, String remedy, String knowledgeItem) {
        this.text = text;
        this.remedy = remedy;
        this.knowledgeItem = knowledgeItem;
    }

    /** A sentence. */
    public String text() {
        return text;
    }

    /** Remedy, a sentence. */
    public String remedy() {
        return remedy;
    }

    /** Its item of the knowledge list. */
    public String knowledgeItem() {
        return knowledgeItem;
    }

    /** The cause that a sentence of an alert names; empty where it names none of these. */
    public static Optional<Cause> named(String sentence) {
        String said = sentence.toLowerCase(Locale.ROOT);
        return Arrays.stream(values())
                .filter(cause -> said.contains(cause.stem()))
                .findFirst();
    }

    /** The beginning of the sentence, as detectors say it that know more of the rest. */
    private String stem() {
        return text.toLowerCase(Locale.ROOT).split("[:.,]| too large", 2)[0];
    }
}
