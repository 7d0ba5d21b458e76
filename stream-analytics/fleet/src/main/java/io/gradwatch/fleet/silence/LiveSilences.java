package io.gradwatch.fleet.silence;

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

    /** Also how late the beginning or the end of a silence is noted at most. */
    private static final Duration POLL = Duration.ofMillis(250);

    private static final long RETRY_MILLIS = 1_000;
    private static final String NOT_YET = "they are being read";

    private final SilenceFollower follower;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "fleet-silences");
    private Instant nextChange = Instant.MAX;
    private boolean closed;
    private volatile Current current = new Current(Silences.NONE, 0);
    private volatile String problem = NOT_YET;

    /**
     * @param kafka properties of the Kafka clients, at least {@code bootstrap.servers}
     * @param clock by which silences begin and end
     */
    public LiveSilences(Map<String, Object> kafka, Clock clock) {
        this.follower = new SilenceFollower(kafka, what -> LOG.warn("{}", what));
        this.clock = clock;
        thread.setDaemon(true);
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
        thread.start();
    }

    /** Silences and acknowledgements now. */
    public Current current() {
        return current;
    }

    /** Reason that silences are not read now; empty when all is well. */
    public Optional<String> check() {
        return Optional.ofNullable(problem).map(why -> "silences and acknowledgements cannot be read: " + why);
    }

    /** Waits until the silences satisfy a condition, at most {@code patience}; false where they do not. */
    public synchronized boolean await(Predicate<Silences> condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis(); !condition.test(current.silences()); ) {
                if (left <= 0) {
                    return false;
                }
                wait(left);
                left = (deadline - System.nanoTime()) / 1_000_000;
            }
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The reader ends within its next poll; it is not interrupted, for a consumer cannot be closed in order then. */
    @Override
    public synchronized void close() {
        closed = true;
        notifyAll();
    }

    private void run() {
        while (!isClosed()) {
            try {
                read();
            } catch (RuntimeException e) {
                problem = e.getMessage();
                LOG.warn("Silences and acknowledgements cannot be read and are tried again", e);
                pause();
            }
        }
        follower.close();
    }

    private void read() {
        follower.poll(POLL).ifPresent(this::update);
        if (!clock.instant().isBefore(nextChange)) {
            update(current.silences());
        }
        Optional<String> trouble = follower.trouble();
        problem = trouble.orElse(current.version() == 0 ? NOT_YET : null);
        if (trouble.isPresent()) {
            pause();
        }
    }

    private synchronized void update(Silences silences) {
        nextChange = silences.nextChange(clock.instant()).orElse(Instant.MAX);
        current = new Current(silences, current.version() + 1);
        notifyAll();
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized void pause() {
        try {
            if (!closed) {
                wait(RETRY_MILLIS);
            }
        } catch (InterruptedException e) {
            closed = true;
        }
    }
}
