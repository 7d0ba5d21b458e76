package io.gradwatch.alerting.deliver;

import io.gradwatch.alerting.health.Loop;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The thread of one delivery queue. */
public final class DeliveryWorker implements AutoCloseable {

    /** How long a message that is on its way may take to arrive when the service stops. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final DeliveryQueue queue;
    private final Loop loop;

    /**
     * @param queue that is worked off
     * @param open whether messages may go out yet; while not, it waits to be woken
     * @param clock by which the queue gives times
     */
    public DeliveryWorker(DeliveryQueue queue, BooleanSupplier open, Clock clock) {
        this.queue = queue;
        this.loop = new Loop(
                "alerting-deliver-" + queue.name(),
                () -> open.getAsBoolean() ? queue.deliverNext() : Optional.empty(),
                clock);
    }

    /** Starts the thread. */
    public void start() {
        loop.start();
    }

    /** Says that a notification may have come. */
    public void wake() {
        loop.wake();
    }

    /** What is wrong with the receiver or the thread; empty when nothing. */
    public Optional<String> check() {
        return loop.trouble().or(queue::trouble);
    }

    @Override
    public void close() {
        loop.close(PATIENCE);
    }
}
