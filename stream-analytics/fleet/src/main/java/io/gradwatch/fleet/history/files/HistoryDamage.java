package io.gradwatch.fleet.history.files;

import io.gradwatch.topic.DamagedRange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Damage found in the history since it was opened, and which partitions are not written now. Thread-safe. */
public final class HistoryDamage {

    private static final Logger LOG = LoggerFactory.getLogger(HistoryDamage.class);
    private static final int MOST_FOUND = 100;

    private final List<String> found = new ArrayList<>();
    private final Map<String, String> troubles = new TreeMap<>();

    public HistoryDamage() {}

    /** Notes what is damaged and what became of it: a sentence for a person. */
    public synchronized void found(String sentence) {
        LOG.warn("{}", sentence);
        add(sentence);
    }

    /** Notes records that were passed over; their consumer logs them. */
    public synchronized void passedOver(DamagedRange records) {
        add(records.toString());
    }

    private void add(String sentence) {
        if (found.size() < MOST_FOUND) {
            found.add(sentence);
        }
    }

    /** Notes that a partition is not written for now. */
    public synchronized void failing(TopicPartition partition, String why) {
        if (!why.equals(troubles.put(partition.toString(), why))) {
            LOG.warn("The history of {} is not written for now, which is tried again: {}", partition, why);
        }
    }

    /** Notes that a partition is written again, or is no longer this process's. */
    public synchronized void working(TopicPartition partition) {
        if (troubles.remove(partition.toString()) != null) {
            LOG.info("The history of {} is written again", partition);
        }
    }

    /** Damage found, in order. */
    public synchronized List<String> found() {
        return List.copyOf(found);
    }

    /** The partitions that are not written now, each with the reason; empty while all are. */
    public synchronized Optional<String> trouble() {
        return troubles.isEmpty()
                ? Optional.empty()
                : Optional.of(troubles.entrySet().stream()
                        .map(trouble -> "the history of " + trouble.getKey() + " is not written: " + trouble.getValue())
                        .collect(Collectors.joining("; ")));
    }
}
