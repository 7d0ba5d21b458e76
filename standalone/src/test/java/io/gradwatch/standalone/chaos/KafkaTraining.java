package io.gradwatch.standalone.chaos;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.gradwatch.schema.Origin;
import io.gradwatch.schema.Outcome;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.RunStarted;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import java.util.BitSet;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;

/** A run that sends its records to Kafka itself, and notes which steps Kafka has acknowledged. Thread-safe. */
final class KafkaTraining implements Training {

    /** No fault lasts so long that a run which declares this is taken for silent. */
    private static final long HEARTBEAT_MILLIS = 1_800_000;

    private static final SingleObjectCodec<Telemetry> CODEC = Topics.TELEMETRY.codec();

    private final KafkaProducer<byte[], byte[]> producer;
    private final String id;
    private final BitSet acknowledged = new BitSet();
    private long sequence;
    private int waiting;

    /** @param producer that waits for Kafka for as long as it takes */
    KafkaTraining(KafkaProducer<byte[], byte[]> producer, String id) {
        this.producer = producer;
        this.id = id;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public void begin() {
        send(
                RunStarted.newBuilder()
                        .setName(id)
                        .setProject("of " + id)
                        .setHeartbeatIntervalMillis(HEARTBEAT_MILLIS)
                        .build(),
                -1);
    }

    @Override
    public void step(int step, double loss) {
        send(Step.newBuilder().setStep(step).setLoss(loss).build(), step);
    }

    @Override
    public void end(Outcome outcome, int step) {
        RunEnded.Builder ended = RunEnded.newBuilder().setOutcome(outcome).setStep(step);
        if (outcome == Outcome.FAILED) {
            ended.setException("java.io.IOException").setMessage("the data set is gone");
        }
        send(ended.build(), -1);
    }

    @Override
    public synchronized BitSet acknowledged() {
        return (BitSet) acknowledged.clone();
    }

    @Override
    public synchronized int waiting() {
        return waiting;
    }

    private synchronized void send(Object event, int step) {
        Origin origin = new Origin(id, 0, 0, (long) id.hashCode(), sequence++, System.currentTimeMillis(), false);
        byte[] value = CODEC.encode(new Telemetry(origin, event));
        waiting++;
        producer.send(new ProducerRecord<>(Topics.TELEMETRY.name(), id.getBytes(UTF_8), value), (place, failure) -> {
            if (failure == null) {
                acknowledged(step);
            } else {
                System.err.println(id + ": " + failure);
            }
        });
    }

    private synchronized void acknowledged(int step) {
        waiting--;
        if (step >= 0) {
            acknowledged.set(step);
        }
    }
}
