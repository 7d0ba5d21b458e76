package io.gradwatch.kafka;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.schema.Topic;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Creates the topics of the catalogue, and the dead-letter topic of each, where they are missing. */
public final class TopicSetup {

    /**
     * The broker stamps the time of appending: silence and watermarks go by one clock that no job can set wrong, and
     * that never goes back within a partition.
     */
    private static final Map<String, String> SETTINGS =
            Map.of("message.timestamp.type", "LogAppendTime", "max.message.bytes", Integer.toString(16 << 20));

    /** Only full segments are compacted, and a reader that begins anew reads the rest too, so segments are small. */
    private static final int SEGMENT_BYTES = 16 << 20;

    private static final Duration SPREAD = Duration.ofSeconds(30);
    private static final Duration LOOK = Duration.ofMillis(20);

    private TopicSetup() {}

    /**
     * Creates the topics, and waits until the broker that answers knows them and the leader of each partition serves
     * it. Without the wait, a broker may answer that a new topic does not exist, or that it does not lead the
     * partition. An idempotent producer whose first record is refused in this way can send its second one before it;
     * the broker then refuses that as out of order.
     *
     * @param bootstrapServers of the Kafka cluster
     * @param partitions of each new topic, 1 or more; those of one order have one
     * @param replicationFactor of each new topic, 1 or more
     * @throws IllegalStateException when Kafka refuses or cannot be reached
     */
    public static void createMissing(String bootstrapServers, int partitions, short replicationFactor) {
        try (Admin admin = Admin.create(KafkaLogin.properties(bootstrapServers))) {
            Set<String> existing = admin.listTopics().names().get();
            List<NewTopic> missing = new ArrayList<>();
            for (Topic<?> topic : Topics.ALL) {
                int width = topic.onePartition() ? 1 : partitions;
                missing.add(new NewTopic(topic.name(), width, replicationFactor).configs(settings(topic)));
                missing.add(new NewTopic(topic.deadLetterName(), width, replicationFactor).configs(SETTINGS));
            }
            missing.removeIf(topic -> existing.contains(topic.name()));
            admin.createTopics(missing).all().get();
            awaitKnown(admin, missing.stream().map(NewTopic::name).toList());
            awaitLeaders(admin, missing);
        } catch (ExecutionException e) {
            throw new IllegalStateException(
                    "Kafka at " + bootstrapServers + " does not have the topics: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topics", e);
        }
    }

    private static void awaitKnown(Admin admin, List<String> topics) throws ExecutionException, InterruptedException {
        long deadline = System.nanoTime() + SPREAD.toNanos();
        while (!admin.listTopics().names().get().containsAll(topics)) {
            if (System.nanoTime() - deadline > 0) {
                throw new IllegalStateException(
                        "Kafka took the topics and does not know them after " + SPREAD.toSeconds() + " s");
            }
            Thread.sleep(LOOK.toMillis());
        }
    }

    /** Only a leader whose log is open answers with an offset; the client asks again until then. */
    private static void awaitLeaders(Admin admin, List<NewTopic> topics)
            throws ExecutionException, InterruptedException {
        Map<TopicPartition, OffsetSpec> ends = new HashMap<>();
        for (NewTopic topic : topics) {
            for (int partition = 0; partition < topic.numPartitions(); partition++) {
                ends.put(new TopicPartition(topic.name(), partition), OffsetSpec.latest());
            }
        }
        admin.listOffsets(ends, new ListOffsetsOptions().timeoutMs(Math.toIntExact(SPREAD.toMillis())))
                .all()
                .get();
    }

    private static Map<String, String> settings(Topic<?> topic) {
        Map<String, String> settings = new HashMap<>(SETTINGS);
        if (topic.keeps() == Topic.Keeps.LAST_OF_KEY) {
            settings.put("cleanup.policy", "compact");
        }
        if (topic.onePartition()) {
            settings.put("segment.bytes", Integer.toString(SEGMENT_BYTES));
        }
        return settings;
    }
}
