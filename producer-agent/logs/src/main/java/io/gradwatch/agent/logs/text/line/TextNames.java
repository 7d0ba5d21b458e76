package io.gradwatch.agent.logs.text.line;

import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LogSplit;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.schema.names.LossKind;
import io.gradwatch.schema.names.NameCatalogue;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** Meaning of the names in a text, by the catalogue of spellings and by what a person maps. */
public final class TextNames {

    /** Meaning of a name. */
    public enum Kind {
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

    /** So many names are remembered. */
    private static final int MOST = 10_000;

    private static final Map<LogSignal, Kind> KINDS = Map.of(
            LogSignal.STEP, Kind.STEP,
            LogSignal.EPOCH, Kind.EPOCH,
            LogSignal.TRAIN_LOSS, Kind.LOSS,
            LogSignal.TRAIN_ACC, Kind.ACCURACY,
            LogSignal.TIME, Kind.TIME);

    private static final Set<LossKind> PARTS = EnumSet.of(
            LossKind.GENERATOR,
            LossKind.DISCRIMINATOR,
            LossKind.POLICY,
            LossKind.CRITIC,
            LossKind.ENTROPY,
            LossKind.PART);

    private final SignalMap mapped;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, Boolean> otherData = new HashMap<>();

    public TextNames(SignalMap mapped) {
        this.mapped = mapped;
    }

    /** Meaning of a name; case and separators are ignored. */
    public Kind kind(String name) {
        return remembered(kinds, name, this::find);
    }

    private Kind find(String name) {
        return mapped.signal(name)
                .or(() -> LogSignal.spelled(name).filter(signal -> !mapped.has(signal)))
                .map(signal -> signal.isOfEvaluation() ? Kind.EVALUATION : KINDS.getOrDefault(signal, Kind.TRAINING))
                .orElse(Kind.METRIC);
    }

    /**
     * True if it is a term of the loss or the loss of one of several networks, such as {@code D loss}, which is another
     * one without the word.
     */
    boolean isPartOfLoss(String name) {
        return PARTS.contains(NameCatalogue.shared().of(name).kind());
    }

    /** The usual word for the data that a word names, such as {@code val} for {@code Validation}. */
    public Optional<String> split(String word) {
        String plain = word.toLowerCase(Locale.ROOT).replaceAll("_\\d+$", "");
        String noun = switch (plain) {
            case "validating" -> "val";
            case "evaluating" -> "eval";
            case "testing" -> "test";
            default -> plain;
        };
        return LogSplit.named(noun).map(split -> switch (split) {
            case TRAIN -> "train";
            case TRAIN_VAL -> "val";
            case TEST_VAL -> "test_val";
            case TEST -> "test";
        });
    }

    /** True if the name says of which evaluation data its value is, such as {@code val_loss}. */
    public boolean namesSplit(String name) {
        return remembered(otherData, name, LogSplit::namesEvaluation);
    }

    private static <T> T remembered(Map<String, T> known, String name, Function<String, T> find) {
        T found = known.get(name);
        if (found == null) {
            found = find.apply(name);
            if (known.size() < MOST) {
                known.put(name, found);
            }
        }
        return found;
    }
}
