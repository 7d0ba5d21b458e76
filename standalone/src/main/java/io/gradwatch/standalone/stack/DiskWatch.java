package io.gradwatch.standalone.stack;

import io.gradwatch.service.DiskRoom;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Stops the embedded broker before the disk is full, and starts it again when there is room. A broker that meets a full
 * disk ends the process; one that is stopped in order is waited for by all other parts, and by agents.
 */
final class DiskWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DiskWatch.class);
    private static final Duration EVERY = Duration.ofMillis(500);

    /** Asks the disk. */
    @FunctionalInterface
    interface Disk {
        DiskRoom look() throws IOException;
    }

    private final Disk disk;
    private final Runnable stopBroker;
    private final Runnable startBroker;
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gradwatch-disk");
        thread.setDaemon(true);
        return thread;
    });
    private volatile String problem;
    private boolean stopped;
    private boolean scarce;
    /** Reason why the broker could not be started again; null where it could. */
    private String failure;

    DiskWatch(Disk disk, Runnable stopBroker, Runnable startBroker) {
        this.disk = disk;
        this.stopBroker = stopBroker;
        this.startBroker = startBroker;
    }

    void start() {
        clock.scheduleWithFixedDelay(this::look, 0, EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Problem of the disk; empty while there is room. */
    Optional<String> check() {
        return Optional.ofNullable(problem);
    }

    /** Looks once, and stops or starts the broker where that is due. */
    synchronized void look() {
        try {
            DiskRoom room = disk.look();
            if (!stopped && room.mustStop()) {
                LOG.error("Kafka is stopped: {}", room.problem().orElse(""));
                stopped = true;
                stopBroker.run();
            } else if (stopped && room.mayGoOn()) {
                startAgain();
            }
            scarce = scarce ? !room.isRelieved() : room.isScarce();
            if (scarce) {
                problem = room.sentence();
            } else {
                problem = stopped
                        ? "Kafka was stopped for want of room on the disk, and cannot be started yet"
                                + (failure == null ? "" : ": " + failure)
                        : null;
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("The disk of the data folder cannot be watched, it is tried again", e);
            problem = "the disk of the data folder cannot be watched: " + e.getMessage();
        }
    }

    private void startAgain() {
        try {
            LOG.warn("There is room on the disk again: Kafka is started");
            startBroker.run();
            stopped = false;
            failure = null;
        } catch (RuntimeException e) {
            LOG.warn("Kafka cannot be started, it is tried again: {}", e.toString());
            failure = e.getMessage();
        }
    }

    @Override
    public void close() throws InterruptedException {
        clock.shutdownNow();
        clock.awaitTermination(30, TimeUnit.SECONDS);
    }
}
