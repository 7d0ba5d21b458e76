package io.gradwatch.fleet.silence;

import io.gradwatch.schema.silence.MuteFollower;
import io.gradwatch.schema.silence.Mutes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is silenced and acknowledged now. One thread reads it from Kafka and notes when a silence begins or ends; all
 * others see what it knows. After a failure what was known stays, until it can be read again.
 */
public final class LiveSilences implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LiveSilences.class);

    /** Also how late the beginning or the end of a silence is noted at most. */
    private static final Duration POLL = Duration.ofMillis(250);

    private static final long RETRY_MILLIS = 1_000;
    private static final String NOT_YET = "they are being read";

    private final MuteFollower follower;
    private final Clock clock;
    private final Thread thread = new Thread(this::run, "fleet-mutes");
    private Instant nextChange = Instant.MAX;
    private boolean closed;
    private volatile Known known = new Known(Mutes.NONE, 0);
    private volatile String problem = NOT_YET;

    /**
     * @param kafka properties of the Kafka clients, at least {@code bootstrap.servers}
     * @param clock by which silences begin and end
     */
    public LiveSilences(Map<String, Object> kafka, Clock clock) {
        this.follower = new MuteFollower(kafka, what -> LOG.warn("{}", what));
        this.clock = clock;
        thread.setDaemon(true);
    }

    /**
     * What is known at a moment.
     *
     * @param version another one whenever something is silenced or acknowledged that was not, or no more; 0 before the
     *     topics were read once
     */
    public record Known(Mutes mutes, long version) {}

    /** Starts; does not wait for Kafka. */
    public void start() {
        thread.start();
    }

    /** What is known now. */
    public Known known() {
        return known;
    }

    /** Why not all that is silenced and acknowledged is known; empty when all is well. */
    public Optional<String> check() {
        return Optional.ofNullable(problem).map(why -> "silences and acknowledgements cannot be read: " + why);
    }

    /** Waits until what is known satisfies a condition, at most {@code patience}; whether it does. */
    public synchronized boolean await(Predicate<Mutes> condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis(); !condition.test(known.mutes()); ) {
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
        follower.poll(POLL).ifPresent(this::become);
        if (!clock.instant().isBefore(nextChange)) {
            become(known.mutes());
        }
        Optional<String> trouble = follower.trouble();
        problem = trouble.orElse(known.version() == 0 ? NOT_YET : null);
        if (trouble.isPresent()) {
            pause();
        }
    }

    private synchronized void become(Mutes mutes) {
        nextChange = mutes.nextChange(clock.instant()).orElse(Instant.MAX);
        known = new Known(mutes, known.version() + 1);
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
