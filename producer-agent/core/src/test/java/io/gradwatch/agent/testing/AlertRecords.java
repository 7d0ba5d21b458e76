package io.gradwatch.agent.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import java.util.List;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Records of the topic of alerts. */
public final class AlertRecords {

    private AlertRecords() {}

    public static ProducerRecord<byte[], byte[]> of(String run, String id, int revision) {
        Alert alert = Alert.newBuilder()
                .setId(id)
                .setRevision(revision)
                .setDetector("plateau")
                .setAlertClass("plateau")
                .setSeverity(Severity.WARNING)
                .setState(AlertState.FIRING)
                .setRunId(run)
                .setOnsetStep(1)
                .setRaisedStep(2)
                .setRaisedTimeMillis(3)
                .setSummary("It stands still.")
                .setEvidence(List.of())
                .setCauses(List.of())
                .setRemedies(List.of())
                .build();
        return new ProducerRecord<>(
                Topics.ALERTS.name(), run.getBytes(UTF_8), Topics.ALERTS.codec().encode(alert));
    }
}
