package io.gradwatch.standalone.replay.command;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.standalone.stack.StopSignal;
import io.gradwatch.standalone.stream.TopicReader;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** Waits until detection has seen all that was sent, and reads what it found. */
final class DetectedAlerts {

    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration PATIENCE_WITH_KAFKA = Duration.ofMinutes(1);
    private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(60);

    private final String bootstrapServers;

    DetectedAlerts(String bootstrapServers) {
        this.bootstrapServers = bootstrapServers;
    }

    /**
     * Returns when detection has seen everything before these offsets and its alerts are in their topic. It commits
     * offsets with its checkpoints, and before a checkpoint is complete its alerts are flushed.
     *
     * @param ends offsets of the telemetry, by partition
     * @throws InterruptedException when the process is asked to stop meanwhile
     */
    void await(EmbeddedDetection detection, Map<TopicPartition, Long> ends, String group, StopSignal stop)
            throws InterruptedException {
        try (Admin admin = Admin.create(KafkaLogin.properties(bootstrapServers))) {
            long seen = -1;
            Instant deadline = Instant.MAX;
            for (long behind = behind(admin, group, ends); behind > 0; behind = behind(admin, group, ends)) {
                if (behind != seen) {
                    seen = behind;
                    deadline = Instant.now().plus(LONGEST_STANDSTILL);
                }
                detection.check().ifPresent(problem -> {
                    throw new IllegalStateException("detection failed: " + problem);
                });
                if (Instant.now().isAfter(deadline)) {
                    throw new IllegalStateException("detection stands still: " + behind + " records wait for it");
                }
                if (stop.within(POLL)) {
                    throw new InterruptedException("told to stop");
                }
            }
        }
    }

    /** Every transition that is in the topic, by run, in order, each once. */
    Map<String, List<Alert>> read() {
        Map<String, List<Alert>> byRun = new HashMap<>();
        Set<String> known = new HashSet<>();
        new TopicReader(bootstrapServers, PATIENCE_WITH_KAFKA).read(Topics.ALERTS, message -> {
            Alert alert = decode(message);
            if (known.add(alert.getId() + "/" + alert.getRevision())) {
                byRun.computeIfAbsent(alert.getRunId(), ignored -> new ArrayList<>())
                        .add(alert);
            }
        });
        return byRun;
    }

    private static long behind(Admin admin, String group, Map<TopicPartition, Long> ends) throws InterruptedException {
        try {
            Map<TopicPartition, OffsetAndMetadata> committed = admin.listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get();
            long behind = 0;
            for (Map.Entry<TopicPartition, Long> end : ends.entrySet()) {
                OffsetAndMetadata reached = committed.get(end.getKey());
                behind += Math.max(0, end.getValue() - (reached == null ? 0 : reached.offset()));
            }
            return behind;
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not tell how far detection is: " + e.getCause(), e);
        }
    }

    private static Alert decode(ConsumerRecord<String, byte[]> message) {
        try {
            return Topics.ALERTS.codec().decode(message.value());
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException("detection wrote an alert that cannot be read: " + e.getMessage(), e);
        }
    }
}
