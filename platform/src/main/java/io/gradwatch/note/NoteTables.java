package io.gradwatch.note;

import io.gradwatch.keyed.KeyedTables;
import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The notes by their keys, and which of them were removed. Not thread-safe. */
final class NoteTables implements KeyedTables<Notes> {

    private final Map<String, RunNote> notes = new HashMap<>();
    private final Map<String, RunNote> removals = new HashMap<>();

    @Override
    public void put(String topic, String key, byte[] value) throws UnreadableRecordException {
        put(key, Topics.NOTES.codec().decode(value));
    }

    /** @throws IllegalArgumentException when it breaks a rule or is not that of the key; nothing is changed then */
    void put(String key, RunNote note) {
        List<String> problems = NoteRules.problems(note);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("a note: " + String.join("; ", problems));
        }
        if (!NoteRules.key(note).equals(key)) {
            throw new IllegalArgumentException("the key '" + key + "' is not that of the note, " + NoteRules.key(note));
        }
        remove(Topics.NOTES.name(), key);
        Map<String, RunNote> table = note.getRemoved() ? removals : notes;
        table.put(key, note);
        if (table.size() > NoteRules.MOST_NOTES) {
            table.entrySet().stream()
                    .min(Comparator.comparingLong(entry -> NoteRules.lastMillis(entry.getValue())))
                    .map(Map.Entry::getKey)
                    .ifPresent(table::remove);
        }
    }

    @Override
    public void remove(String topic, String key) {
        notes.remove(key);
        removals.remove(key);
    }

    @Override
    public Notes snapshot() {
        return new Notes(notes.values(), removals.values());
    }
}
