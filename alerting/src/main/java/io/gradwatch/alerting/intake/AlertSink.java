package io.gradwatch.alerting.intake;

import io.gradwatch.schema.Alert;
import io.gradwatch.topic.DamagedRange;
import java.util.List;
import java.util.Map;

/** Takes alerts from the intake for good, with the place up to which the topic was read. */
public interface AlertSink {

    /**
     * Takes alerts; they and the places are kept when it returns.
     *
     * @param alerts in the order of the topic
     * @param next offset of the next record of each partition that they came from
     * @return how many were news
     */
    int take(List<Alert> alerts, Map<Integer, Long> next);

    /** Offset of the next record of each partition, as it was kept; nothing of partitions that are not known. */
    Map<Integer, Long> positions();

    /**
     * True where some of what was taken is lost: partitions whose position is not known were read, and are read again.
     */
    boolean hasLost();

    /**
     * Told that what was taken is older than what Kafka says was read.
     *
     * @param partition of the topic
     * @param records that are read again
     */
    void readsAgain(int partition, long records);

    /** Told of records of the topic that cannot be read and are passed over. */
    void passesOver(DamagedRange damaged);
}
