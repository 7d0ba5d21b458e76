package io.gradwatch.detection.diagnosis;

import io.gradwatch.detection.spi.DetectorTexts;
import io.gradwatch.detection.spi.DetectorTexts.CauseText;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** A thing that can be wrong, in the words of the knowledge list, with what to try against it. */
public enum Cause {
    LEARNING_RATE_TOO_HIGH,
    NO_WARM_UP,
    LEARNING_RATE_TOO_LOW,
    NUMERICAL_OPERATION,
    NON_FINITE_INPUT,
    FLIPPED_SIGN,
    WRONG_SOFTMAX_DIMENSION,
    CORRUPT_DATA,
    SORTED_DATA,
    GRADIENTS_BLOCKED,
    MISSING_PARAMETERS,
    GRADIENTS_KEPT,
    CLIPPED_AWAY,
    UNCLIPPED_GRADIENTS,
    INITIALISATION,
    TOO_MUCH_REGULARIZATION,
    WRONG_INPUT_TO_LOSS,
    SHAPES_BROADCAST,
    INPUT_SCALE,
    BAD_BATCH,
    BATCH_TOO_SMALL,
    STEPS_SKIPPED,
    TOO_LITTLE_DATA,
    TOO_LITTLE_REGULARIZATION;

    private final CauseText texts = DetectorTexts.ofCause(name());

    /** A sentence. */
    public String text() {
        return texts.text();
    }

    /** Remedy, a sentence. */
    public String remedy() {
        return texts.remedy();
    }

    /** Its item of the knowledge list. */
    public String knowledgeItem() {
        return texts.item();
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
        return text().toLowerCase(Locale.ROOT).split("[:.,]| too large", 2)[0];
    }
}
