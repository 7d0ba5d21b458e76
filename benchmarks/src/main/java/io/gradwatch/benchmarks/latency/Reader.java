package io.gradwatch.benchmarks.latency;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** One consumer of both topics, so that steps and alerts are seen by the same clock and the same thread. */
final class Reader implements AutoCloseable {

    /** Class of the alert that a loss of NaN raises. */
    private static final String ALERT_CLASS = "nan";

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final FailingSteps failing;

    Reader(ScratchKafka kafka, FailingSteps failing) {
        this.failing = failing;
        this.consumer = kafka.fromEnd(Topics.TELEMETRY.name(), Topics.ALERTS.name());
    }

    void poll(Duration timeout) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(timeout)) {
            try {
                read(record);
            } catch (UnreadableRecordException e) {
                throw new IllegalStateException("a record of " + record.topic() + " is not readable", e);
            }
        }
    }

    private void read(ConsumerRecord<byte[], byte[]> record) throws UnreadableRecordException {
        if (record.topic().equals(Topics.ALERTS.name())) {
            Alert alert = Topics.ALERTS.codec().decode(record.value());
            if (alert.getAlertClass().equals(ALERT_CLASS)) {
                failing.alertReadable(alert.getRunId());
            }
            return;
        }
        Telemetry telemetry = Topics.TELEMETRY.codec().decode(record.value());
        if (telemetry.getEvent() instanceof Step step && Double.isNaN(step.getLoss())) {
            failing.stepReadable(telemetry.getOrigin().getRunId());
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
