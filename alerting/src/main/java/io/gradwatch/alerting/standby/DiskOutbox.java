package io.gradwatch.alerting.standby;

import io.gradwatch.schema.Topics;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Outbox on the disk of an instance that was alone, beside a state in Kafka that others may have written. */
final class DiskOutbox {

    private static final Logger LOG = LoggerFactory.getLogger(DiskOutbox.class);

    private final Path folder;

    /** @param folder of the data */
    DiskOutbox(Path folder) {
        this.folder = folder;
    }

    /** True where there is one. */
    boolean exists() {
        return DiskRows.areIn(folder);
    }

    /**
     * Compares it with the state in Kafka: people were told of alerts that only the outbox knows where the instance was
     * alone in between.
     *
     * @param inKafka offset of the next record of each partition of the topic of alerts, as the state has it
     * @return why this instance must not lead; empty where the state knows all that the outbox knows
     */
    Optional<String> conflict(Map<Integer, Long> inKafka) {
        long unknown = DiskRows.positions(folder).entrySet().stream()
                .mapToLong(position -> position.getValue() - inKafka.getOrDefault(position.getKey(), 0L))
                .filter(records -> records > 0)
                .sum();
        if (unknown == 0) {
            LOG.warn(
                    "The outbox {} is older than the state in Kafka and is not used; it can be deleted",
                    DiskRows.file(folder));
            return Optional.empty();
        }
        return Optional.of("the outbox " + DiskRows.file(folder) + " has taken over " + unknown
                + " records of alerts that the state in Kafka does not know: alerting ran without standby in between,"
                + " and people would be told again. Stop all instances, then move the file away to go on with the state"
                + " in Kafka, or delete the topic " + Topics.OUTBOX_ROWS.name()
                + " and make it anew to go on with the file");
    }
}
