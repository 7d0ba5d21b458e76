package io.gradwatch.agent.logs.names;

import io.gradwatch.schema.Split;
import io.gradwatch.schema.names.CatalogueSignal;
import io.gradwatch.schema.names.NameCatalogue;
import io.gradwatch.schema.names.Understood;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Value in a log that detection knows, beside metrics: each signal of the {@link NameCatalogue} that has spellings, for
 * the data of each split where it is told of splits. In the order of the catalogue.
 */
public final class LogSignal implements Comparable<LogSignal> {

    /** Puts a value where it belongs in a row. */
    @FunctionalInterface
    public interface Use {
        void put(RowValues row, double value);
    }

    /** Name of the metric that the accuracies become. */
    static final String ACCURACY = "accuracy";

    private static final Map<String, LogSignal> BY_ID = new LinkedHashMap<>();

    static {
        for (CatalogueSignal signal : NameCatalogue.shared().signals()) {
            if (signal.bySplit()) {
                new LogSignal("train_" + signal.id(), signal, Split.TRAIN);
                new LogSignal("val_" + signal.id(), signal, Split.TRAIN_VAL);
                new LogSignal("test_val_" + signal.id(), signal, Split.TEST_VAL);
                new LogSignal("test_" + signal.id(), signal, Split.TEST);
            } else if (!signal.spellings().isEmpty()) {
                new LogSignal(signal.id(), signal, null);
            }
        }
    }

    /** Optimizer steps since the start of training, a whole number from 0. */
    public static final LogSignal STEP = BY_ID.get("step");
    /** Passes over the training data, fractions allowed. */
    public static final LogSignal EPOCH = BY_ID.get("epoch");
    /** Loss of the training data. */
    public static final LogSignal TRAIN_LOSS = BY_ID.get("train_loss");
    /** Accuracy on the training data, 0 to 1. */
    public static final LogSignal TRAIN_ACC = BY_ID.get("train_acc");
    /** When it was written; see {@link LogTime}. */
    public static final LogSignal TIME = BY_ID.get("time");

    private final String id;
    private final CatalogueSignal signal;
    private final Split split;
    private final Use use;
    private final int place;

    /** @param split of the data, null where it is not of the data of a split */
    private LogSignal(String id, CatalogueSignal signal, Split split) {
        this.id = id;
        this.signal = signal;
        this.split = split;
        this.use = split == null ? use(signal) : use(signal, split);
        this.place = BY_ID.size();
        BY_ID.put(id, this);
    }

    private static Use use(CatalogueSignal signal) {
        return switch (signal.id()) {
            case "step" -> (row, value) -> row.step = (long) value;
            case "epoch" -> (row, value) -> row.epoch = value;
            case "time" -> (row, value) -> row.timeMillis = LogTime.of(value).orElse(0);
            default -> (row, value) -> row.fields.put(signal.field().orElseThrow(), value);
        };
    }

    private static Use use(CatalogueSignal signal, Split split) {
        if (signal.metric().isPresent()) {
            return LogSplit.of(split).metric(signal.metric().get());
        }
        return split == Split.TRAIN
                ? (row, value) -> row.loss = value
                : (row, value) -> row.evaluation(split).loss = value;
    }

    /** Name in a mapping and in a CSV heading, such as {@code train_loss}. */
    public String id() {
        return id;
    }

    /** The ids of all, in order. */
    public static Collection<String> ids() {
        return BY_ID.keySet();
    }

    static Optional<LogSignal> withId(String id) {
        return Optional.ofNullable(BY_ID.get(id));
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
                .flatMap(signal -> BY_ID.values().stream()
                        .filter(candidate -> candidate.signal == signal
                                && (candidate.split == null
                                        || candidate.split == understood.split().orElse(Split.TRAIN)))
                        .findFirst());
    }

    /** The loss of the data of a split. */
    public static LogSignal loss(Split split) {
        return BY_ID.values().stream()
                .filter(signal -> signal.signal.id().equals("loss") && signal.split == split)
                .findFirst()
                .orElseThrow();
    }

    Use use() {
        return use;
    }

    /** True where it is measured on data that are not trained on. */
    public boolean isOfEvaluation() {
        return split != null && split != Split.TRAIN;
    }

    /** Form that a value must have, for messages. */
    public String expected() {
        return switch (id) {
            case "step" -> "a whole number from 0";
            case "time" -> "seconds since 1970, or a time such as 2026-11-24 10:00:00";
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

    @Override
    public int compareTo(LogSignal other) {
        return Integer.compare(place, other.place);
    }

    @Override
    public String toString() {
        return id;
    }
}
