package io.gradwatch.note;

import io.gradwatch.keyed.KeyedFollower;
import io.gradwatch.keyed.KeyedReader;
import io.gradwatch.schema.Topics;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Followers of the topic of notes. Where it is missing there are no notes, and it is looked for now and then. */
public final class NoteFollower {

    private static final KeyedReader.Sources SOURCES = new KeyedReader.Sources(List.of(), List.of(Topics.NOTES));

    private NoteFollower() {}

    /**
     * A follower that has opened nothing yet.
     *
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param unreadable takes a sentence about each record that is no note, with its place
     */
    public static KeyedFollower<Notes> of(Map<String, Object> kafka, Consumer<String> unreadable) {
        return new KeyedFollower<>(kafka, patient -> new KeyedReader<>(patient, SOURCES, new NoteTables(), unreadable));
    }
}
