package io.gradwatch.standalone.stack;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Lets a command end in order when the process is asked to stop (Ctrl-C, SIGTERM): the signal ends the wait, and the
 * JVM stays until the command has closed everything.
 */
public final class StopSignal implements AutoCloseable {

    private static final Duration CHECK_INTERVAL = Duration.ofSeconds(10);
    private static final Duration LONGEST_END = Duration.ofSeconds(30);

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Thread hook = new Thread(this::askAndWait, "gradwatch-stop");

    /** Listens from now on. */
    public StopSignal() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /** Waits until the process is asked to stop, or the time is over; true when it was asked. */
    public boolean within(Duration time) throws InterruptedException {
        return asked.await(time.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Waits until the process is told to stop, and looks for problems meanwhile.
     *
     * @param check problem that there is now; empty while all is well
     * @param report takes a problem once while it lasts
     */
    public void watch(Supplier<Optional<String>> check, Consumer<String> report) throws InterruptedException {
        String reported = "";
        while (!within(CHECK_INTERVAL)) {
            String problem = check.get().orElse("");
            if (!problem.isEmpty() && !problem.equals(reported)) {
                report.accept(problem);
            }
            reported = problem;
        }
    }

    /** True once the process was asked to stop. */
    public boolean asked() {
        return asked.getCount() == 0;
    }

    /**
     * Runs work that cannot be stopped half-way, such as a start. A failure while the JVM is ending does not count.
     *
     * @return false when the process was asked to stop
     */
    public boolean run(Interruptible work) throws InterruptedException {
        try {
            work.run();
        } catch (RuntimeException | Error e) {
            if (!asked()) {
                throw e;
            }
        }
        return !asked();
    }

    /** Work for {@link #run}. */
    @FunctionalInterface
    public interface Interruptible {
        /** Does the work. */
        void run() throws InterruptedException;
    }

    /** All is closed: the process may end. */
    @Override
    public void close() {
        ended.countDown();
        if (!asked()) {
            Runtime.getRuntime().removeShutdownHook(hook);
        }
    }

    private void askAndWait() {
        asked.countDown();
        try {
            if (!ended.await(LONGEST_END.toMillis(), TimeUnit.MILLISECONDS)) {
                System.err.println("gradwatch: not everything could be closed in " + LONGEST_END.toSeconds() + " s");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
