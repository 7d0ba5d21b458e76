package io.gradwatch.agent.logs.text.line;

import java.util.Optional;

/** Meaning of the names in a text. */
public interface TextNames {

    /** Meaning of a name. */
    enum Kind {
        /** Steps since the start of training, or of an epoch. */
        STEP,
        /** Passes over the training data. */
        EPOCH,
        /** Loss of the training data. */
        LOSS,
        /** Another value of the training that detection knows, such as a learning rate. */
        TRAINING,
        /** Accuracy on any data, 0 to 1. */
        ACCURACY,
        /** A value of evaluation data that detection knows. */
        EVALUATION,
        /** When the line was written. */
        TIME,
        /** Any other number. */
        METRIC
    }

    /** Meaning of a name; case and separators are ignored. */
    Kind kind(String name);

    /**
     * True if it is a term of the loss or the loss of one of several networks, such as {@code D loss}, which is another
     * one without the word.
     */
    boolean isPartOfLoss(String name);

    /** The usual word for the data that a word names, such as {@code val} for {@code Validation}. */
    Optional<String> split(String word);

    /** True if the name says of which data its value is, such as {@code val_loss}. */
    boolean namesSplit(String name);
}
