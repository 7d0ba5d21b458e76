package io.gradwatch.fleet.silence;

import io.gradwatch.fleet.follow.Followed;
import io.gradwatch.fleet.follow.Source;
import io.gradwatch.silence.SilenceFollower;
import io.gradwatch.silence.Silences;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Silences and acknowledgements that hold now. One thread reads them from Kafka and notes when a silence begins or
 * ends; all others see its result. After a failure the last result stays, until they can be read again.
 */
public final class LiveSilences implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSilences.class);

    private final Followed<Silences> followed;

    /**
     * @param kafka properties of the Kafka clients, at least {@code bootstrap.servers}
     * @param clock by which silences begin and end
     */
    public LiveSilences(Map<String, Object> kafka, Clock clock) {
        SilenceFollower follower = new SilenceFollower(kafka, what -> LOG.warn("{}", what));
        this.followed = new Followed<>("silences and acknowledgements", new Timed(follower, clock), Silences.NONE);
    }

    /**
     * Silences and acknowledgements at a moment.
     *
     * @param version another one whenever something is silenced or acknowledged that was not, or no more; 0 before the
     *     topics were read once
     */
    public record Current(Silences silences, long version) {}

    /** Starts; does not wait for Kafka. */
    public void start() {
        followed.start();
    }

    /** Silences and acknowledgements now. */
    public Current current() {
        Followed.Current<Silences> now = followed.current();
        return new Current(now.values(), now.version());
    }

    /** Reason that silences are not read now; empty when all is well. */
    public Optional<String> check() {
        return followed.check();
    }

    /** Waits until the silences satisfy a condition, at most {@code patience}; false where they do not. */
    public boolean await(Predicate<Silences> condition, Duration patience) {
        return followed.await(condition, patience);
    }

    @Override
    public void close() {
        followed.close();
    }

    /** The topics, and the moments at which a silence begins or ends, which are noted by the next poll. */
    private static final class Timed implements Source<Silences> {

        private final SilenceFollower follower;
        private final Clock clock;
        private Silences last = Silences.NONE;
        private Instant nextChange = Instant.MAX;

        Timed(SilenceFollower follower, Clock clock) {
            this.follower = follower;
            this.clock = clock;
        }

        @Override
        public Optional<Silences> poll(Duration patience) {
            Optional<Silences> news = follower.poll(patience);
            Instant now = clock.instant();
            if (news.isEmpty() && now.isBefore(nextChange)) {
                return Optional.empty();
            }
            last = news.orElse(last);
            nextChange = last.nextChange(now).orElse(Instant.MAX);
            return Optional.of(last);
        }

        @Override
        public Optional<String> trouble() {
            return follower.trouble();
        }

        @Override
        public void close() {
            follower.close();
        }
    }
}
