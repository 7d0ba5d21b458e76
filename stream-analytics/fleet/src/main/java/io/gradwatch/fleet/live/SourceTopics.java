package io.gradwatch.fleet.live;

import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;

/**
 * Waits for the topics that the tables are made of, and checks that a run's telemetry and alerts come to the same
 * instance: both topics must have as many partitions.
 */
final class SourceTopics implements AutoCloseable {

    private static final Duration RETRY = Duration.ofSeconds(1);
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(2);

    private final Map<String, Object> kafka;
    private final Runnable whenThere;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile int partitions = -1;
    private volatile String problem = "the live tables were not started";

    SourceTopics(Map<String, Object> kafka, Runnable whenThere) {
        this.kafka = Map.copyOf(kafka);
        this.whenThere = whenThere;
    }

    void start() {
        Thread thread = new Thread(this::await, "fleet-start");
        thread.setDaemon(true);
        thread.start();
    }

    /** Problem of the topics; empty when all is well. */
    Optional<String> check() {
        return Optional.ofNullable(problem);
    }

    /** Partitions of each of the topics; empty before they are known. */
    OptionalInt partitions() {
        return partitions < 0 ? OptionalInt.empty() : OptionalInt.of(partitions);
    }

    @Override
    public void close() {
        closed.countDown();
    }

    private void await() {
        try (Admin admin = Admin.create(kafka)) {
            do {
                problem = problem(admin);
            } while (problem != null && !closed.await(RETRY.toMillis(), TimeUnit.MILLISECONDS));
            if (problem == null && closed.getCount() > 0) {
                whenThere.run();
            }
            admin.close(CLOSE_TIMEOUT);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            problem = "the live tables could not be started: " + e.getMessage();
        }
    }

    private String problem(Admin admin) throws InterruptedException {
        String telemetry = Topics.TELEMETRY.name();
        String alerts = Topics.ALERTS.name();
        try {
            Map<String, TopicDescription> found = admin.describeTopics(List.of(telemetry, alerts))
                    .allTopicNames()
                    .get();
            int ofTelemetry = found.get(telemetry).partitions().size();
            int ofAlerts = found.get(alerts).partitions().size();
            partitions = ofTelemetry;
            return ofTelemetry == ofAlerts
                    ? null
                    : telemetry + " has " + ofTelemetry + " partitions and " + alerts + " has " + ofAlerts
                            + ", but a run's records must come together: both must have as many";
        } catch (ExecutionException | KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            return "the topics of the live tables cannot be read: " + cause.getMessage();
        }
    }
}
