package io.gradwatch.benchmarks.setup;

import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** Sends telemetry of made-up runs. When it is closed, Kafka has all of it. */
public final class TelemetryProducer implements AutoCloseable {

    private final KafkaProducer<byte[], byte[]> producer;
    private long records;
    private long bytes;

    /** @param settings other than Kafka's defaults */
    public TelemetryProducer(ScratchKafka kafka, Map<String, String> settings) {
        producer = kafka.producer(settings);
    }

    /** One that sends as much as it can, in large batches. */
    public static TelemetryProducer inBulk(ScratchKafka kafka) {
        return new TelemetryProducer(
                kafka, Map.of("batch.size", "262144", "linger.ms", "20", "buffer.memory", "67108864"));
    }

    /** Sends a record of a run. */
    public void send(SyntheticRun run, Telemetry telemetry) {
        send(null, run, telemetry);
    }

    /**
     * Sends to each partition, behind all that was sent before, a run that fails at once: its alert shows that
     * detection has read up to there.
     *
     * @param prefix of the ids of these runs
     */
    public void mark(String prefix) {
        producer.flush();
        for (int partition = 0; partition < ScratchKafka.PARTITIONS; partition++) {
            SyntheticRun run = new SyntheticRun(prefix + partition, 0, 0);
            send(partition, run, run.started());
            send(partition, run, run.failed());
        }
        producer.flush();
    }

    private void send(Integer partition, SyntheticRun run, Telemetry telemetry) {
        byte[] value = Topics.TELEMETRY.codec().encode(telemetry);
        byte[] key = run.runId().getBytes(StandardCharsets.UTF_8);
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(Topics.TELEMETRY.name(), partition, key, value));
        records++;
        bytes += value.length;
    }

    /** Records sent so far. */
    public long records() {
        return records;
    }

    /** Mean size of a value, bytes. */
    public long bytesPerRecord() {
        return bytes / records;
    }

    @Override
    public void close() {
        producer.close();
    }
}
