package io.gradwatch.topic;

import org.apache.kafka.common.TopicPartition;

/**
 * Records that cannot be read, as the log of their partition is damaged there.
 *
 * @param partition of the records
 * @param from offset of the first of them
 * @param to offset behind the last of them, above {@code from}
 */
public record DamagedRange(TopicPartition partition, long from, long to) {

    /** A sentence for a person. */
    @Override
    public String toString() {
        return "records of " + partition + " from offset " + from + " to " + (to - 1)
                + " cannot be read from the topic and are left out: its log is damaged there";
    }
}
