package io.gradwatch.schema.silence;

import io.gradwatch.schema.Acknowledgement;
import io.gradwatch.schema.Silence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The last value of each key of the two topics. Not thread-safe. */
final class MuteTables {

    private final Map<String, CompiledSilence> silences = new HashMap<>();
    private final Map<String, Acknowledgement> acknowledgements = new HashMap<>();

    /** @throws IllegalArgumentException when it breaks a rule or is not that of the key; nothing is changed then */
    void put(String key, Silence silence) {
        CompiledSilence compiled = CompiledSilence.of(silence);
        checkKey(key, silence.getId());
        silences.put(key, compiled);
    }

    /** @throws IllegalArgumentException when it breaks a rule or is not that of the key; nothing is changed then */
    void put(String key, Acknowledgement acknowledgement) {
        List<String> problems = SilenceRules.problems(acknowledgement);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("an acknowledgement: " + String.join("; ", problems));
        }
        checkKey(key, acknowledgement.getAlertId());
        acknowledgements.put(key, acknowledgement);
    }

    void removeSilence(String key) {
        silences.remove(key);
    }

    void removeAcknowledgement(String key) {
        acknowledgements.remove(key);
    }

    Mutes snapshot() {
        return new Mutes(silences, acknowledgements);
    }

    private static void checkKey(String key, String id) {
        if (!id.equals(key)) {
            throw new IllegalArgumentException("the key '" + key + "' is not the id '" + id + "' of its value");
        }
    }
}
