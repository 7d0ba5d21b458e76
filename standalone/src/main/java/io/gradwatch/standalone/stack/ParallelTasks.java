package io.gradwatch.standalone.stack;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Pieces of work beside each other, a thread each. For one thread that starts and awaits them. */
final class ParallelTasks implements AutoCloseable {

    private final String name;
    private final List<Outcome<?>> outcomes = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();

    /** @param name of the threads, before their numbers */
    ParallelTasks(String name) {
        this.name = name;
    }

    /** Outcome of a piece of work; to be asked once the work has been awaited. */
    static final class Outcome<T> extends FutureTask<T> {

        private Outcome(Callable<T> work) {
            super(work);
        }

        /** Result of the work; empty where it failed. */
        Optional<T> value() {
            return failure() == null ? Optional.of(orThrow()) : Optional.empty();
        }

        /** Cause of the failure; null where it did not fail. */
        Throwable failure() {
            try {
                orThrow();
                return null;
            } catch (IllegalStateException e) {
                return e.getCause() == null ? e : e.getCause();
            }
        }

        /** @throws IllegalStateException when it failed, with what it said */
        T orThrow() {
            try {
                return get();
            } catch (ExecutionException e) {
                throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted", e);
            }
        }
    }

    /** Begins a piece of work. */
    <T> Outcome<T> run(Callable<T> work) {
        Outcome<T> outcome = new Outcome<>(work);
        Thread thread = new Thread(outcome, name + "-" + threads.size());
        thread.setDaemon(true);
        outcomes.add(outcome);
        threads.add(thread);
        thread.start();
        return outcome;
    }

    /** Waits until all have ended. */
    void await() throws InterruptedException {
        for (Thread thread : threads) {
            thread.join();
        }
    }

    /** Interrupts what still goes on. */
    @Override
    public void close() {
        outcomes.forEach(outcome -> outcome.cancel(true));
    }
}
