package io.gradwatch.agent.gateway;

import io.gradwatch.agent.alerts.AlertFollower;
import io.gradwatch.schema.Alert;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/** The alerts of the runs that want theirs, from now on; reads Kafka only while there are such runs. */
final class AlertFeed implements AutoCloseable {

    private static final int MOST_WAITING = 10_000;

    private final Map<String, Object> properties;
    private final BlockingQueue<Alert> arrived = new ArrayBlockingQueue<>(MOST_WAITING);
    private final Runnable wakeUp;
    private Set<String> runs = Set.of();
    private AlertFollower follower;

    /**
     * @param properties of the consumer
     * @param wakeUp is called when an alert has come, on a thread of the feed
     */
    AlertFeed(Map<String, Object> properties, Runnable wakeUp) {
        this.properties = properties;
        this.wakeUp = wakeUp;
    }

    /** Follows the alerts of these runs, and of no others. */
    synchronized void follow(Set<String> wanted) {
        if (wanted.equals(runs)) {
            return;
        }
        runs = Set.copyOf(wanted);
        if (runs.isEmpty()) {
            close();
        } else if (follower == null) {
            follower = new AlertFollower(properties, runs, this::arrived);
            follower.start();
        } else {
            follower.follow(runs);
        }
    }

    private void arrived(Alert alert) {
        // A job that takes in nothing does not hold up the others.
        if (arrived.offer(alert)) {
            wakeUp.run();
        }
    }

    /** The next alert that has come; null for none. */
    Alert poll() {
        return arrived.poll();
    }

    @Override
    public synchronized void close() {
        if (follower != null) {
            follower.close();
            follower = null;
        }
    }
}
