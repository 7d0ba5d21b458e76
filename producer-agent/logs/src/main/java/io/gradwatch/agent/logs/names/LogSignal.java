package io.gradwatch.agent.logs.names;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.names.NameCatalogue;
import io.gradwatch.schema.names.Understood;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Value in a log that detection knows, beside metrics. How programs spell their names stands in the
 * {@link NameCatalogue}; each signal here is one of the catalogue, with the data that it is of.
 */
public enum LogSignal {
    /** Optimizer steps since the start of training, a whole number from 0. */
    STEP((row, value) -> row.step = (long) value, "step"),
    /** Passes over the training data, fractions allowed. */
    EPOCH((row, value) -> row.epoch = value, "epoch"),
    /** Loss of the training data. */
    TRAIN_LOSS((row, value) -> row.loss = value, "loss", Split.TRAIN),
    /** Loss of the validation data. */
    VAL_LOSS((row, value) -> row.evaluation(Split.TRAIN_VAL).loss = value, "loss", Split.TRAIN_VAL),
    /** Loss of the second validation set, which is from the distribution of the test data. */
    TEST_VAL_LOSS((row, value) -> row.evaluation(Split.TEST_VAL).loss = value, "loss", Split.TEST_VAL),
    /** Loss of the test data. */
    TEST_LOSS((row, value) -> row.evaluation(Split.TEST).loss = value, "loss", Split.TEST),
    /** Accuracy on the training data, 0 to 1. */
    TRAIN_ACC((row, value) -> row.metrics.put(LogSignal.ACCURACY, value), "acc", Split.TRAIN),
    /** Accuracy on the validation data, 0 to 1. */
    VAL_ACC(
            (row, value) -> row.evaluation(Split.TRAIN_VAL).metrics.put(LogSignal.ACCURACY, value),
            "acc",
            Split.TRAIN_VAL),
    /** Accuracy on the second validation set, 0 to 1. */
    TEST_VAL_ACC(
            (row, value) -> row.evaluation(Split.TEST_VAL).metrics.put(LogSignal.ACCURACY, value),
            "acc",
            Split.TEST_VAL),
    /** Accuracy on the test data, 0 to 1. */
    TEST_ACC((row, value) -> row.evaluation(Split.TEST).metrics.put(LogSignal.ACCURACY, value), "acc", Split.TEST),
    /** Global L2 norm of the gradient, before clipping. */
    GRAD_NORM((row, value) -> row.gradientNorm = value, "grad_norm"),
    /** Learning rate. */
    LR((row, value) -> row.learningRate = value, "lr"),
    /** Global L2 norm of the trainable parameters. */
    PARAM_NORM((row, value) -> row.parameterNorm = value, "param_norm"),
    /** L2 norm of the update over L2 norm of the parameters. */
    UPDATE_RATIO((row, value) -> row.updateRatio = value, "update_ratio"),
    /** Factor of a loss scaler for reduced precision. */
    LOSS_SCALE((row, value) -> row.lossScale = value, "loss_scale"),
    /** When it was written; see {@link LogTime}. */
    TIME((row, value) -> row.timeMillis = LogTime.of(value).orElse(0), "time");

    /** Puts a value where it belongs in a row. */
    @FunctionalInterface
    public interface Use {
        void put(RowValues row, double value);
    }

    /** Name of the metric that the accuracies become. */
    static final String ACCURACY = "accuracy";

    private final Use use;
    private final String known;
    private final Split split;

    LogSignal(Use use, String known) {
        this(use, known, null);
    }

    /**
     * @param known id in the catalogue
     * @param split of the data, null where it is not of the data of a split
     */
    LogSignal(Use use, String known, Split split) {
        this.use = use;
        this.known = known;
        this.split = split;
    }

    /** Name in a mapping and in a CSV heading, such as {@code train_loss}. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The ids of all, in order. */
    public static List<String> ids() {
        return Arrays.stream(values()).map(LogSignal::id).toList();
    }

    static Optional<LogSignal> withId(String id) {
        return Arrays.stream(values()).filter(signal -> signal.id().equals(id)).findFirst();
    }

    /** The signal that a column, key or tag of this name usually is, without doubt. */
    public static Optional<LogSignal> spelled(String name) {
        Understood understood = NameCatalogue.shared().of(name);
        return understood.isSignal() ? of(understood) : Optional.empty();
    }

    /** The signal of a name that was understood. */
    public static Optional<LogSignal> of(Understood understood) {
        return understood
                .signal()
                .flatMap(signal -> Arrays.stream(values())
                        .filter(candidate -> candidate.known.equals(signal.id())
                                && (!signal.bySplit()
                                        || candidate.split == understood.split().orElse(Split.TRAIN)))
                        .findFirst());
    }

    /** The loss of the data of a split. */
    static LogSignal loss(Split split) {
        return Arrays.stream(values())
                .filter(signal -> signal.known.equals("loss") && signal.split == split)
                .findFirst()
                .orElseThrow();
    }

    Use use() {
        return use;
    }

    /** Form that a value must have, for messages. */
    public String expected() {
        return switch (this) {
            case STEP -> "a whole number from 0";
            case TIME -> "seconds since 1970, or a time such as 2026-11-24 10:00:00";
            default -> "a number, nan, inf or nothing";
        };
    }

    /** True if the number can be a value. */
    public boolean takes(double value) {
        return this != STEP || LoggedNumber.step(value).isPresent();
    }

    /** The ids of all, for messages. */
    public static String allIds() {
        return String.join(", ", ids());
    }
}
