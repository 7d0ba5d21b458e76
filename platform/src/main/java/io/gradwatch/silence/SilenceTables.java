package io.gradwatch.silence;

import io.gradwatch.keyed.KeyedTables;
import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.AlertAnnotation;
import io.gradwatch.schema.Silence;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/** The last value of each key of the three topics, of a bounded number of keys. Not thread-safe. */
final class SilenceTables implements KeyedTables<Silences> {

    private final Map<String, CompiledSilence> silences = new HashMap<>();
    private final Map<String, Acknowledgement> acknowledgements = new HashMap<>();
    private final Map<String, AlertAnnotation> annotations = new HashMap<>();

    @Override
    public void put(String topic, String key, byte[] value) throws UnreadableRecordException {
        if (topic.equals(Topics.SILENCES.name())) {
            put(key, Topics.SILENCES.codec().decode(value));
        } else if (topic.equals(Topics.ACKNOWLEDGEMENTS.name())) {
            put(key, Topics.ACKNOWLEDGEMENTS.codec().decode(value));
        } else {
            put(key, Topics.ANNOTATIONS.codec().decode(value));
        }
    }

    @Override
    public void remove(String topic, String key) {
        if (topic.equals(Topics.SILENCES.name())) {
            silences.remove(key);
        } else if (topic.equals(Topics.ACKNOWLEDGEMENTS.name())) {
            acknowledgements.remove(key);
        } else {
            annotations.remove(key);
        }
    }

    @Override
    public Silences snapshot() {
        return new Silences(silences, acknowledgements, annotations.values());
    }

    /** @throws IllegalArgumentException when it breaks a rule or is not that of the key; nothing is changed then */
    void put(String key, Silence silence) {
        CompiledSilence compiled = CompiledSilence.of(silence);
        checkKey(key, silence.getId());
        silences.put(key, compiled);
        forgetAbove(SilenceRules.MOST_SILENCES, silences, one -> one.silence().getEndsAtMillis());
    }

    /** @throws IllegalArgumentException when it breaks a rule or is not that of the key; nothing is changed then */
    void put(String key, Acknowledgement acknowledgement) {
        List<String> problems = SilenceRules.problems(acknowledgement);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("an acknowledgement: " + String.join("; ", problems));
        }
        checkKey(key, acknowledgement.getAlertId());
        acknowledgements.put(key, acknowledgement);
        forgetAbove(SilenceRules.MOST_ACKNOWLEDGEMENTS, acknowledgements, Acknowledgement::getAtMillis);
    }

    /** @throws IllegalArgumentException when it breaks a rule or is not that of the key; nothing is changed then */
    void put(String key, AlertAnnotation annotation) {
        List<String> problems = SilenceRules.problems(annotation);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("an annotation: " + String.join("; ", problems));
        }
        checkKey(key, SilenceRules.key(annotation));
        annotations.put(key, annotation);
        forgetAbove(SilenceRules.MOST_ANNOTATIONS, annotations, AlertAnnotation::getAtMillis);
    }

    /** Removes the entry that ends first, which then mutes nothing: too many notifications are better than too few. */
    private static <T> void forgetAbove(int most, Map<String, T> table, ToLongFunction<T> until) {
        if (table.size() > most) {
            table.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> until.applyAsLong(entry.getValue())))
                    .map(Map.Entry::getKey)
                    .ifPresent(table::remove);
        }
    }

    private static void checkKey(String key, String id) {
        if (!id.equals(key)) {
            throw new IllegalArgumentException("the key '" + key + "' is not the id '" + id + "' of its value");
        }
    }
}
