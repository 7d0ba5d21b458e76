package io.gradwatch.topic;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.CorruptRecordException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Batches of topics that Kafka's consumer refuses because their checksum is wrong. It refuses them for ever, and with
 * them all that follows in their partition. Each is tried three times, then its records are passed over one by one:
 * where it ends is not known, and no record behind it may be missed. Not thread-safe: of one consumer's thread.
 */
public final class DamagedBatches {

    private static final Logger LOG = LoggerFactory.getLogger(DamagedBatches.class);
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final int TRIES = 3;

    private final Consumer<DamagedRange> found;
    private final Map<TopicPartition, Refused> refused = new HashMap<>();

    /** Records of one partition that were refused until now. */
    private static final class Refused {
        private final long first;
        private long next;
        private int tries;

        private Refused(long first) {
            this.first = first;
            this.next = first;
        }
    }

    /** @param found takes each range, once it is known where it ends */
    public DamagedBatches(Consumer<DamagedRange> found) {
        this.found = found;
    }

    /** Notes that a poll came back: partitions that are read again, or to their end, have no batch in the way. */
    public void polled(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer) {
        if (refused.isEmpty()) {
            return;
        }
        refused.entrySet().removeIf(entry -> {
            TopicPartition partition = entry.getKey();
            Refused range = entry.getValue();
            boolean gone = !consumer.assignment().contains(partition);
            if (!gone && !isBehind(consumer, partition, range.next)) {
                return false;
            }
            if (range.next > range.first) {
                DamagedRange damaged = new DamagedRange(partition, range.first, range.next);
                LOG.warn("{}", damaged);
                found.accept(damaged);
            }
            return true;
        });
    }

    private static boolean isBehind(
            org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, TopicPartition partition, long next) {
        return consumer.position(partition) > next
                || consumer.currentLag(partition).orElse(-1) == 0;
    }

    /**
     * Handles what a poll threw: waits a little, or passes over the next record.
     *
     * @return false where it is no damage of a batch, and nothing was done
     */
    public boolean refused(org.apache.kafka.clients.consumer.Consumer<?, ?> consumer, KafkaException problem) {
        TopicPartition partition = isOfBatch(problem)
                ? consumer.assignment().stream()
                        .filter(one -> isNamed(one, String.valueOf(problem.getMessage())))
                        .findFirst()
                        .orElse(null)
                : null;
        if (partition == null) {
            return false;
        }
        LOG.debug("A poll failed", problem);
        long position = consumer.position(partition);
        Refused range = refused.computeIfAbsent(partition, one -> new Refused(position));
        if (position > range.next) {
            polled(consumer);
            range = refused.computeIfAbsent(partition, one -> new Refused(position));
        }
        range.tries++;
        if (range.tries < TRIES) {
            LockSupport.parkNanos(PAUSE.toNanos());
        } else {
            range.next = position + 1;
            consumer.seek(partition, range.next);
        }
        return true;
    }

    /** True for damage. The client reports it, and nothing else, as a plain {@link KafkaException}. */
    private static boolean isOfBatch(KafkaException problem) {
        return problem.getClass() == KafkaException.class || problem instanceof CorruptRecordException;
    }

    /** As a whole: the name of partition 1 begins that of partition 12. */
    private static boolean isNamed(TopicPartition partition, String message) {
        return Pattern.compile("(?<![\\w.-])" + Pattern.quote(partition.toString()) + "(?!\\d)")
                .matcher(message)
                .find();
    }
}
