package io.gradwatch.fleet.history;

import io.gradwatch.fleet.history.files.HistoryDamage;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of a topic that the consumer refuses, as their checksum is wrong: it refuses them for ever, and with them all
 * that follows. They are tried some times, then passed over.
 */
final class UnreadableBatches {

    private static final Logger LOG = LoggerFactory.getLogger(UnreadableBatches.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int TRIES = 3;

    private final HistoryDamage damage;
    private TopicPartition failing;
    private long first;
    private long position;
    private int tries;

    UnreadableBatches(HistoryDamage damage) {
        this.damage = damage;
    }

    /** Something was polled, or nothing was there: no batch is in the way. */
    void read() {
        if (failing != null && position > first) {
            damage.found("records of " + failing + " from offset " + first + " to " + position
                    + " cannot be read from the topic and are left out of the history: its log is damaged there");
        }
        failing = null;
    }

    /** The consumer threw: a batch of one partition cannot be read, or Kafka is in trouble. */
    void failed(Consumer<?, ?> consumer, KafkaException problem) {
        LockSupport.parkNanos(failing == null || tries < TRIES ? PAUSE.toNanos() : 0);
        TopicPartition partition = consumer.assignment().stream()
                .filter(one -> isNamed(one, String.valueOf(problem.getMessage())))
                .findFirst()
                .orElse(null);
        LOG.debug("A poll failed", problem);
        if (partition == null) {
            LOG.warn("Kafka cannot be read, it is tried again: {}", problem.toString());
            return;
        }
        long now = consumer.position(partition);
        if (!partition.equals(failing)) {
            failing = partition;
            first = now;
            position = now;
            tries = 0;
        }
        if (++tries >= TRIES) {
            position = now + 1;
            consumer.seek(partition, position);
        }
    }

    /** As a whole: the name of partition 1 begins that of partition 12. */
    private static boolean isNamed(TopicPartition partition, String message) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(partition.toString()) + "(?!\\d)")
                .matcher(message)
                .find();
    }
}
