package io.gradwatch.standalone.silence;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.standalone.stream.TopicReader;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The latest transition of each alert that the topic holds. */
final class LatestAlerts {

    private static final Logger LOG = LoggerFactory.getLogger(LatestAlerts.class);

    private final Map<String, Alert> byId = new HashMap<>();

    private LatestAlerts() {}

    /** @throws IllegalStateException when Kafka does not answer */
    static LatestAlerts read(String bootstrapServers) {
        LatestAlerts alerts = new LatestAlerts();
        new TopicReader(bootstrapServers).read(Topics.ALERTS, alerts::take);
        return alerts;
    }

    /** The alert of this id. */
    Optional<Alert> find(String id) {
        return Optional.ofNullable(byId.get(id));
    }

    /** The alerts that fire and satisfy a condition, worst first. */
    List<Alert> firing(Predicate<Alert> condition) {
        return byId.values().stream()
                .filter(alert -> alert.getState() == AlertState.FIRING)
                .filter(condition)
                .sorted(Comparator.comparing(Alert::getSeverity).reversed().thenComparing(Alert::getId))
                .toList();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        try {
            Alert alert = Topics.ALERTS.codec().decode(record.value());
            byId.merge(
                    alert.getId(), alert, (known, newer) -> newer.getRevision() >= known.getRevision() ? newer : known);
        } catch (UnreadableRecordException e) {
            LOG.debug("left out: {}", e.getMessage());
        }
    }
}
