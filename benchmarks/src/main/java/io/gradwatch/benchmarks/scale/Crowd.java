package io.gradwatch.benchmarks.scale;

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
 * Many runs that all train, their steps mixed as they would come from as many jobs. The loss of one in fifty is NaN at
 * its last step, and it goes on, so that its alert is open.
 */
final class Crowd {

    /** Runs of which one has an alert. */
    static final int WITH_ALERT = 50;

    private static final Map<String, String> IN_BULK =
            Map.of("batch.size", "262144", "linger.ms", "20", "buffer.memory", "67108864");

    private final ScratchKafka kafka;
    private final int runs;
    private final int layers;
    private final int steps;

    /**
     * @param layers whose statistics are in each step; 0 for none
     * @param steps of each run
     */
    Crowd(ScratchKafka kafka, int runs, int layers, int steps) {
        this.kafka = kafka;
        this.runs = runs;
        this.layers = layers;
        this.steps = steps;
    }

    int runs() {
        return runs;
    }

    /** Runs that have an alert. */
    int alerted() {
        return (runs + WITH_ALERT - 1) / WITH_ALERT;
    }

    /** Sends all runs, and returns when Kafka has them. */
    void send() {
        List<SyntheticRun> all = new ArrayList<>(runs);
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(IN_BULK)) {
            for (int i = 0; i < runs; i++) {
                SyntheticRun run = new SyntheticRun("run-" + i, layers, i);
                all.add(run);
                put(producer, null, run, run.started());
            }
            for (int step = 0; step < steps; step++) {
                boolean last = step == steps - 1;
                for (int i = 0; i < runs; i++) {
                    SyntheticRun run = all.get(i);
                    put(producer, null, run, last && i % WITH_ALERT == 0 ? run.failingStep() : run.step());
                }
            }
        }
    }

    /**
     * Sends to each partition a run that fails at once: its alert shows that all earlier records were taken in.
     *
     * @param name begins the ids of these runs
     */
    void mark(String name) {
        try (KafkaProducer<byte[], byte[]> producer = kafka.producer(Map.of())) {
            for (int partition = 0; partition < ScratchKafka.PARTITIONS; partition++) {
                SyntheticRun run = new SyntheticRun(name + "-" + partition, 0, 0);
                put(producer, partition, run, run.started());
                put(producer, partition, run, run.failed());
            }
        }
    }

    private static void put(
            KafkaProducer<byte[], byte[]> producer, Integer partition, SyntheticRun run, Telemetry telemetry) {
        byte[] key = run.runId().getBytes(StandardCharsets.UTF_8);
        Future<RecordMetadata> unused = producer.send(new ProducerRecord<>(
                Topics.TELEMETRY.name(),
                partition,
                key,
                Topics.TELEMETRY.codec().encode(telemetry)));
    }
}
