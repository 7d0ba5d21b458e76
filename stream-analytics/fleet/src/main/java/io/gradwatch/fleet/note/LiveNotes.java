package io.gradwatch.fleet.note;

import io.gradwatch.fleet.follow.Followed;
import io.gradwatch.fleet.follow.Source;
import io.gradwatch.keyed.KeyedFollower;
import io.gradwatch.note.NoteFollower;
import io.gradwatch.note.NoteWriter;
import io.gradwatch.note.Notes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The notes that there are now. One thread reads them from Kafka, and removes now and then what is too old; all others
 * see its result. Where the topic is missing there are no notes, and nothing else is stopped by that.
 */
public final class LiveNotes implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveNotes.class);

    /** From one removal of old notes to the next. Own choice. */
    private static final Duration CLEANING_INTERVAL = Duration.ofHours(1);

    private final Followed<Notes> followed;

    /**
     * @param kafka properties of the Kafka clients, at least {@code bootstrap.servers}
     * @param writer that removes what is too old; not closed here
     * @param clock by which notes are too old
     */
    public LiveNotes(Map<String, Object> kafka, NoteWriter writer, Clock clock) {
        KeyedFollower<Notes> follower = NoteFollower.of(kafka, what -> LOG.warn("{}", what));
        this.followed = new Followed<>("notes", new Cleaned(follower, writer, clock), Notes.NONE);
    }

    /** Starts; does not wait for Kafka. */
    public void start() {
        followed.start();
    }

    /** The notes now. */
    public Notes current() {
        return followed.current().values();
    }

    /** Another number whenever a note may be another than before; 0 before they were read once. */
    public long version() {
        return followed.current().version();
    }

    /** Reason that notes are not read now; empty when all is well. */
    public Optional<String> check() {
        return followed.check();
    }

    /** Waits until the notes satisfy a condition, at most {@code patience}; false where they do not. */
    boolean await(Predicate<Notes> condition, Duration patience) {
        return followed.await(condition, patience);
    }

    @Override
    public void close() {
        followed.close();
    }

    /** The topic, from which old notes and removals are removed. */
    private static final class Cleaned implements Source<Notes> {

        private final KeyedFollower<Notes> follower;
        private final NoteWriter writer;
        private final Clock clock;
        private Notes last = Notes.NONE;
        private Instant nextCleaning = Instant.MIN;

        Cleaned(KeyedFollower<Notes> follower, NoteWriter writer, Clock clock) {
            this.follower = follower;
            this.writer = writer;
            this.clock = clock;
        }

        @Override
        public Optional<Notes> poll(Duration patience) {
            Optional<Notes> news = follower.poll(patience);
            news.ifPresent(notes -> last = notes);
            clean(clock.instant());
            return news;
        }

        @Override
        public Optional<String> trouble() {
            return follower.trouble();
        }

        @Override
        public void close() {
            follower.close();
        }

        private void clean(Instant now) {
            if (now.isBefore(nextCleaning) || last == Notes.NONE) {
                return;
            }
            nextCleaning = now.plus(CLEANING_INTERVAL);
            try {
                writer.forget(last.outdated(now));
            } catch (IllegalStateException e) {
                LOG.warn("Notes that are too old could not be removed yet: {}", e.getMessage());
            }
        }
    }
}
