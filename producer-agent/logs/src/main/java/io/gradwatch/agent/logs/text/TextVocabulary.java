package io.gradwatch.agent.logs.text;

import io.gradwatch.agent.logs.names.LogSignal;
import io.gradwatch.agent.logs.names.LogSplit;
import io.gradwatch.agent.logs.names.SignalMap;
import io.gradwatch.agent.logs.text.line.TextNames;
import io.gradwatch.schema.names.LossKind;
import io.gradwatch.schema.names.NameCatalogue;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The names in a text by the catalogue of spellings, and by what a person maps. */
final class TextVocabulary implements TextNames {

    private static final int MOST = 10_000;
    private static final Map<LogSignal, Kind> KINDS = Map.of(
            LogSignal.STEP, Kind.STEP,
            LogSignal.EPOCH, Kind.EPOCH,
            LogSignal.TRAIN_LOSS, Kind.LOSS,
            LogSignal.TRAIN_ACC, Kind.ACCURACY,
            LogSignal.TIME, Kind.TIME);

    private static final Set<LossKind> PARTS =
            EnumSet.of(LossKind.GENERATOR, LossKind.DISCRIMINATOR, LossKind.POLICY, LossKind.CRITIC, LossKind.PART);

    private final SignalMap mapped;
    private final Map<String, Kind> kinds = new HashMap<>();
    private final Map<String, Boolean> otherData = new HashMap<>();

    TextVocabulary(SignalMap mapped) {
        this.mapped = mapped;
    }

    @Override
    public Kind kind(String name) {
        Kind known = kinds.get(name);
        if (known == null) {
            known = find(name);
            if (kinds.size() < MOST) {
                kinds.put(name, known);
            }
        }
        return known;
    }

    private Kind find(String name) {
        return mapped.signal(name)
                .or(() -> LogSignal.spelled(name).filter(signal -> !mapped.has(signal)))
                .map(TextVocabulary::kind)
                .orElse(Kind.METRIC);
    }

    private static Kind kind(LogSignal signal) {
        return signal.isOfEvaluation() ? Kind.EVALUATION : KINDS.getOrDefault(signal, Kind.TRAINING);
    }

    @Override
    public boolean isPartOfLoss(String name) {
        return PARTS.contains(NameCatalogue.shared().of(name).kind());
    }

    @Override
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

    @Override
    public boolean namesSplit(String name) {
        Boolean known = otherData.get(name);
        if (known == null) {
            known = LogSplit.of(name)
                    .filter(metric -> metric.split() != LogSplit.TRAIN)
                    .isPresent();
            if (otherData.size() < MOST) {
                otherData.put(name, known);
            }
        }
        return known;
    }
}
