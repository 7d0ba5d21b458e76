package io.gradwatch.note;

import io.gradwatch.keyed.KeyedWriter;
import io.gradwatch.schema.RunNote;
import io.gradwatch.schema.Topics;
import java.util.List;
import java.util.Map;

/**
 * Writes notes. Each call returns when Kafka has them on all replicas in sync, and throws {@link IllegalStateException}
 * when Kafka does not take them within 8 s. Opens nothing before the first call. Thread-safe.
 */
public final class NoteWriter implements AutoCloseable {

    private final KeyedWriter writer;

    /** @param kafka properties of the client, at least {@code bootstrap.servers} */
    public NoteWriter(Map<String, Object> kafka) {
        this.writer = new KeyedWriter(kafka);
    }

    /**
     * Writes a note, in place of what was there before under its id.
     *
     * @throws IllegalArgumentException with all that is wrong with it
     */
    public void write(RunNote note) {
        List<String> problems = NoteRules.problems(note);
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException("a note: " + String.join("; ", problems));
        }
        writer.put(Topics.NOTES, NoteRules.key(note), note);
    }

    /** Removes the records of all of these from the topic. */
    public void forget(List<RunNote> outdated) {
        outdated.forEach(note -> writer.remove(Topics.NOTES, NoteRules.key(note)));
    }

    @Override
    public void close() {
        writer.close();
    }
}
