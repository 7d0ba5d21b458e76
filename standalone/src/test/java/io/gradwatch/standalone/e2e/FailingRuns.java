package io.gradwatch.standalone.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** Runs that begin, make a few steps and fail. Every record is acknowledged before the next is sent. */
final class FailingRuns implements AutoCloseable {

    private static final int STEPS = 20;
    private static final SingleObjectCodec<Telemetry> CODEC = Topics.TELEMETRY.codec();

    private final KafkaProducer<byte[], byte[]> producer;
    private final Map<String, Long> sequences = new HashMap<>();

    /** @param kafka host and port */
    FailingRuns(String kafka) {
        producer = TestKafka.producer(kafka, Map.of("acks", "all"));
    }

    void train(List<String> runs) throws Exception {
        begin(runs);
        fail(runs);
    }

    void begin(List<String> runs) throws Exception {
        for (String run : runs) {
            // A project of its own: runs of one project that fail alike share a message.
            send(
                    run,
                    RunStarted.newBuilder().setName(run).setProject("of " + run).build());
            for (int step = 0; step < STEPS; step++) {
                send(
                        run,
                        Step.newBuilder()
                                .setStep(step)
                                .setLoss(1.0 / (1 + step))
                                .build());
            }
        }
    }

    void fail(List<String> runs) throws Exception {
        for (String run : runs) {
            send(
                    run,
                    RunEnded.newBuilder()
                            .setOutcome(Outcome.FAILED)
                            .setException("java.io.IOException")
                            .setMessage("the data set is gone")
                            .setStep(STEPS - 1)
                            .build());
        }
    }

    private void send(String run, Object event) throws Exception {
        long sequence = sequences.merge(run, 1L, Long::sum);
        Origin origin = new Origin(run, 0, 0, (long) run.hashCode(), sequence, System.currentTimeMillis(), false);
        byte[] value = CODEC.encode(new Telemetry(origin, event));
        producer.send(new ProducerRecord<>(Topics.TELEMETRY.name(), run.getBytes(UTF_8), value))
                .get();
    }

    @Override
    public void close() {
        producer.close();
    }
}
