package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.benchmarks.setup.SyntheticRun;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * Fills the telemetry topic with the steps of runs, mixed as they would come from as many jobs. The first and the last
 * records of each partition are a run that fails at once: the alerts tell when detection began and when it was done.
 */
final class TelemetryFill {

    /** Alerts of these runs mark the beginning, one a partition. */
    static final String FIRST = "first-";

    /** Alerts of these runs mark the end, one a partition. */
    static final String LAST = "last-";

    private static final int RUNS = 200;

    private final ScratchKafka kafka;
    private final int layers;
    private long records;
    private long bytes;

    /** @param layers whose statistics are in each step */
    TelemetryFill(ScratchKafka kafka, int layers) {
        this.kafka = kafka;
        this.layers = layers;
    }

    /** Sends {@code steps} steps, and what frames them. */
    void fill(long steps) {
        List<SyntheticRun> runs = new ArrayList<>();
        for (int i = 0; i < RUNS; i++) {
            runs.add(new SyntheticRun("run-" + i, layers, i));
        }
        try (KafkaProducer<byte[], byte[]> producer =
                kafka.producer(Map.of("batch.size", "262144", "linger.ms", "20", "buffer.memory", "67108864"))) {
            mark(producer, FIRST);
            producer.flush();
            runs.forEach(run -> send(producer, run, run.started()));
            for (long i = 0; i < steps; i++) {
                SyntheticRun run = runs.get((int) (i % RUNS));
                send(producer, run, run.step());
            }
            runs.forEach(run -> send(producer, run, run.finished()));
            producer.flush();
            mark(producer, LAST);
        }
    }

    /** Records sent so far. */
    long records() {
        return records;
    }

    /** Mean size of a value, bytes. */
    long bytesPerRecord() {
        return bytes / records;
    }

    private void mark(KafkaProducer<byte[], byte[]> producer, String prefix) {
        for (int partition = 0; partition < ScratchKafka.PARTITIONS; partition++) {
            SyntheticRun run = new SyntheticRun(prefix + partition, 0, 0);
            send(producer, partition, run, run.started());
            send(producer, partition, run, run.failed());
        }
    }

    private void send(KafkaProducer<byte[], byte[]> producer, SyntheticRun run, Telemetry telemetry) {
        send(producer, null, run, telemetry);
    }

    private void send(
            KafkaProducer<byte[], byte[]> producer, Integer partition, SyntheticRun run, Telemetry telemetry) {
        byte[] value = Topics.TELEMETRY.codec().encode(telemetry);
        byte[] key = run.runId().getBytes(StandardCharsets.UTF_8);
        Future<RecordMetadata> unused =
                producer.send(new ProducerRecord<>(Topics.TELEMETRY.name(), partition, key, value));
        records++;
        bytes += value.length;
    }
}
