package io.gradwatch.benchmarks.scale;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** Waits for alerts of runs in the topic. */
final class AlertsSeen implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final Duration POLL = Duration.ofMillis(20);

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final Set<String> runs = new HashSet<>();

    AlertsSeen(ScratchKafka kafka) {
        consumer = kafka.fromBeginning(Topics.ALERTS.name());
    }

    /** Returns when there is an alert of each run that {@link Crowd#mark} sent under the name. */
    void awaitMarks(String name) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (runs.stream().filter(run -> run.startsWith(name + "-")).count() < ScratchKafka.PARTITIONS) {
            consumer.poll(POLL).forEach(alert -> runs.add(new String(alert.key(), StandardCharsets.UTF_8)));
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("no alert of all runs " + name + " after " + PATIENCE);
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
