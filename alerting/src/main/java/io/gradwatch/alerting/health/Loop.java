package io.gradwatch.alerting.health;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A named daemon thread that does something whenever it is due or woken. Whatever its task throws is kept as the
 * trouble, and logged where it is another than the last; the task is run again after a second, and the thread goes on
 * until it is closed.
 */
public final class Loop {

    /** Something to do when it is due. */
    @FunctionalInterface
    public interface Task {
        /**
         * Does what is due.
         *
         * @return when it is due again; empty when only a wake-up makes it so
         */
        Optional<Instant> run() throws InterruptedException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);

    /** The clock may be set meanwhile; no wait is longer than this. */
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private static final Duration WAIT_AFTER_FAILURE = Duration.ofSeconds(1);

    private final Task task;
    private final Clock clock;
    private final Thread thread;
    private boolean woken;
    private boolean closed;
    private volatile String trouble;

    /**
     * @param name of the thread
     * @param task what it does
     * @param clock by which the task gives times
     */
    public Loop(String name, Task task, Clock clock) {
        this.task = task;
        this.clock = clock;
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Starts the thread. */
    public void start() {
        thread.start();
    }

    /** Runs the task soon. */
    public synchronized void wake() {
        woken = true;
        notifyAll();
    }

    /** Failure of the last run; empty when it did not fail. */
    public Optional<String> trouble() {
        return Optional.ofNullable(trouble);
    }

    /** Ends the thread after the run that is under way, and interrupts that after {@code patience}. */
    public void close(Duration patience) {
        synchronized (this) {
            closed = true;
            notifyAll();
        }
        try {
            thread.join(patience.toMillis());
            thread.interrupt();
            thread.join(patience.toMillis());
        } catch (InterruptedException e) {
            thread.interrupt();
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                waitUntil(runOnce());
            } catch (InterruptedException e) {
                LOG.debug("{} was interrupted", thread.getName());
            }
        }
    }

    private Optional<Instant> runOnce() {
        synchronized (this) {
            woken = false;
        }
        try {
            Optional<Instant> next = task.run();
            trouble = null;
            return next;
        } catch (Throwable e) {
            String reason = e instanceof RuntimeException ? e.getMessage() : e.toString();
            String before = trouble;
            trouble = thread.getName() + " failed: " + reason;
            if (isClosed()) {
                return Optional.empty();
            }
            if (!trouble.equals(before)) {
                LOG.error("{} failed and tries again each {} ms", thread.getName(), WAIT_AFTER_FAILURE.toMillis(), e);
            }
            return Optional.of(clock.instant().plus(WAIT_AFTER_FAILURE));
        }
    }

    private synchronized void waitUntil(Optional<Instant> next) throws InterruptedException {
        Instant until = next.orElse(Instant.MAX);
        while (!woken && !closed) {
            Instant now = clock.instant();
            if (!now.isBefore(until)) {
                return;
            }
            boolean soon = until.isBefore(now.plus(LONGEST_WAIT));
            wait(Math.max(1, soon ? Duration.between(now, until).toMillis() : LONGEST_WAIT.toMillis()));
        }
    }

    private synchronized boolean isClosed() {
        return closed;
    }
}
