package io.gradwatch.detection.job.kafka;

import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Finds out before the job starts what would make it wait or judge wrongly later, without a word. */
public final class TopicCheck {

    private static final long SECONDS = 60;
    private static final String TIMESTAMP_TYPE = "message.timestamp.type";
    private static final String CLEANUP_POLICY = "cleanup.policy";
    private static final String COMPACT = "compact";

    private TopicCheck() {}

    /**
     * @throws IllegalStateException when a topic is missing, telemetry does not carry the time of appending, it has
     *     fewer partitions than readers, of which the idle ones would hold back the time of all, or references or
     *     settings are not compacted and would be lost with time
     */
    public static void check(DetectionSettings settings) {
        String telemetry = Topics.TELEMETRY.name();
        List<String> topics = List.of(
                telemetry,
                Topics.TELEMETRY.deadLetterName(),
                Topics.ALERTS.name(),
                Topics.REFERENCES.name(),
                Topics.REFERENCES.deadLetterName(),
                Topics.SETTINGS.name(),
                Topics.SETTINGS.deadLetterName());
        try (Admin admin = Admin.create(settings.kafkaProperties())) {
            Map<String, TopicDescription> found =
                    admin.describeTopics(topics).allTopicNames().get(SECONDS, TimeUnit.SECONDS);
            checkTime(setting(admin, Topics.TELEMETRY, TIMESTAMP_TYPE));
            for (Topic<?> topic : List.of(Topics.REFERENCES, Topics.SETTINGS)) {
                checkCompaction(topic, setting(admin, topic, CLEANUP_POLICY));
            }
            checkPartitions(found.get(telemetry).partitions().size(), settings.parallelism());
        } catch (ExecutionException | TimeoutException e) {
            boolean missing = e.getCause() instanceof UnknownTopicOrPartitionException;
            throw new IllegalStateException(
                    missing
                            ? "a topic is missing in Kafka at " + settings.bootstrapServers() + ", of " + topics
                            : "Kafka at " + settings.bootstrapServers() + " does not answer: " + e,
                    e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while looking at the topics", e);
        }
    }

    private static String setting(Admin admin, Topic<?> topic, String name)
            throws ExecutionException, TimeoutException, InterruptedException {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic.name());
        return admin.describeConfigs(List.of(resource))
                .all()
                .get(SECONDS, TimeUnit.SECONDS)
                .get(resource)
                .get(name)
                .value();
    }

    private static void checkCompaction(Topic<?> topic, String policy) {
        if (!policy.equals(COMPACT)) {
            throw new IllegalStateException(topic.name() + ": " + CLEANUP_POLICY + " was '" + policy + "' but must be "
                    + COMPACT + ": the last record of each key is kept for ever");
        }
    }

    private static void checkTime(String timestampType) {
        if (!timestampType.equals("LogAppendTime")) {
            throw new IllegalStateException(Topics.TELEMETRY.name() + ": " + TIMESTAMP_TYPE + " was '" + timestampType
                    + "' but must be LogAppendTime: silence is told by the clock of the brokers");
        }
    }

    private static void checkPartitions(int partitions, int parallelism) {
        if (partitions < parallelism) {
            throw new IllegalStateException(Topics.TELEMETRY.name() + " has " + partitions
                    + " partitions, fewer than detection.parallelism, which is " + parallelism);
        }
    }
}
