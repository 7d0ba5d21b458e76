package io.gradwatch.fleet.follow;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Latest state of a source. One thread reads the source; all others see its result. After a failure the last result
 * stays, until the source can be read again.
 *
 * @param <S> all that is known at one moment
 */
public final class Followed<S> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Followed.class);
    private static final Duration POLL = Duration.ofMillis(250);
    private static final long RETRY_MILLIS = 1_000;
    private static final String NOT_YET = "they are being read";

    /** From one warning to the next while there is trouble. Own choice. */
    private static final Duration WARN_AGAIN = Duration.ofMinutes(10);

    private final String name;
    private final Source<S> source;
    private final Thread thread;
    private boolean closed;
    private volatile Current<S> current;
    private volatile String problem = NOT_YET;
    private long warnedNanos = System.nanoTime() - WARN_AGAIN.toNanos();
    private boolean warned;

    /**
     * @param name of the things that are followed, in the plural and lower case
     * @param source that is followed; closed by the thread that reads it
     * @param none result before the source was read
     */
    public Followed(String name, Source<S> source, S none) {
        this.name = name;
        this.source = source;
        this.current = new Current<>(none, 0);
        this.thread = new Thread(this::run, "fleet-" + name.split(" ", 2)[0]);
        thread.setDaemon(true);
    }

    /**
     * A result.
     *
     * @param version another one whenever the result may be another; 0 before the source was read once
     */
    public record Current<S>(S values, long version) {}

    /** Starts; does not wait for Kafka. */
    public void start() {
        thread.start();
    }

    /** The result now. */
    public Current<S> current() {
        return current;
    }

    /** Reason that the source is not read now; empty when all is well. */
    public Optional<String> check() {
        return Optional.ofNullable(problem).map(why -> name + " cannot be read: " + why);
    }

    /** Waits until the result satisfies a condition, at most {@code patience}; false where it does not. */
    public synchronized boolean await(Predicate<S> condition, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        try {
            for (long left = patience.toMillis(); !condition.test(current.values()); ) {
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

    /**
     * Nothing that the source throws ends the thread: all would see old values for ever, and take them for new ones.
     */
    private void run() {
        while (!isClosed()) {
            try {
                read();
            } catch (Throwable e) {
                problem = e.getMessage() == null ? e.toString() : e.getMessage();
                warn(e);
                pause();
            }
        }
        source.close();
    }

    private void read() {
        source.poll(POLL).ifPresent(this::update);
        Optional<String> trouble = source.trouble();
        problem = trouble.orElse(current.version() == 0 ? NOT_YET : null);
        if (trouble.isPresent()) {
            warn(null);
            pause();
        } else if (warned) {
            warned = false;
            LOG.info("The {} are read again", name);
        }
    }

    /** Warns of the problem, but not at each try. */
    private void warn(Throwable cause) {
        if (System.nanoTime() - warnedNanos >= WARN_AGAIN.toNanos()) {
            warnedNanos = System.nanoTime();
            warned = true;
            LOG.warn("The {} cannot be read and are tried again: {}", name, problem, cause);
        }
    }

    private synchronized void update(S values) {
        current = new Current<>(values, current.version() + 1);
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
