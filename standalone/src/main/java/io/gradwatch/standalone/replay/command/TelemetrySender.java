package io.gradwatch.standalone.replay.command;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.agent.logs.file.UnreadableLogException;
import io.gradwatch.agent.logs.run.LogRow;
import io.gradwatch.agent.logs.run.RunLog;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.standalone.replay.Recordings;
import io.gradwatch.standalone.replay.RunFile;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** Sends logs to the telemetry topic, as agents would. */
final class TelemetrySender implements AutoCloseable {

    private static final int MOST_UNSETTLED = 5_000;

    /** A record that Kafka has not yet confirmed. */
    private record Unsettled(SentRun run, long row, long reachedStep, Future<RecordMetadata> confirmation) {}

    private final Recordings recordings;
    private final KafkaProducer<String, byte[]> producer;
    private final List<Unsettled> unsettled = new ArrayList<>();
    private final Map<TopicPartition, Long> ends = new HashMap<>();
    private long lastTimeMillis;

    TelemetrySender(Recordings recordings, String bootstrapServers) {
        this.recordings = recordings;
        producer = new KafkaProducer<>(
                KafkaLogin.properties(bootstrapServers, Map.of("linger.ms", "5", "max.request.size", 16 << 20)),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Sends one log from its start to its end, or to where it cannot be read any further. */
    SentRun send(RunFile file) throws InterruptedException {
        SentRun run = new SentRun(file);
        try (RunLog log = recordings.open(file)) {
            send(run, 0, List.of(log.started()));
            try {
                for (Optional<LogRow> row = log.next(); row.isPresent(); row = log.next()) {
                    send(run, row.get());
                    run.countRow();
                }
            } finally {
                run.understood(log.understanding());
            }
        } catch (UnreadableLogException e) {
            run.cut(e.getMessage());
        }
        settle();
        return run;
    }

    /** The offset after the last record, by partition. */
    Map<TopicPartition, Long> ends() {
        return Map.copyOf(ends);
    }

    @Override
    public void close() {
        producer.close();
    }

    private void send(SentRun run, LogRow row) throws InterruptedException {
        boolean alone = run.needsOwnTime(row.events());
        if (alone) {
            settle();
            passMillisecond();
        }
        send(run, row.number(), row.events());
        if (alone || unsettled.size() >= MOST_UNSETTLED) {
            settle();
        }
        if (alone) {
            passMillisecond();
        }
    }

    private void send(SentRun run, long row, List<Telemetry> events) {
        for (Telemetry event : events) {
            ProducerRecord<String, byte[]> message = new ProducerRecord<>(
                    Topics.TELEMETRY.name(),
                    run.file().runId(),
                    Topics.TELEMETRY.codec().encode(event));
            unsettled.add(new Unsettled(run, row, run.reach(event), producer.send(message)));
        }
    }

    private void settle() throws InterruptedException {
        producer.flush();
        try {
            for (Unsettled record : unsettled) {
                RecordMetadata taken = record.confirmation.get();
                lastTimeMillis = Math.max(lastTimeMillis, taken.timestamp());
                ends.merge(new TopicPartition(taken.topic(), taken.partition()), taken.offset() + 1, Math::max);
                record.run.taken(record.row, record.reachedStep, taken.timestamp());
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka did not take a record: " + e.getCause(), e);
        }
        unsettled.clear();
    }

    private void passMillisecond() throws InterruptedException {
        while (System.currentTimeMillis() <= lastTimeMillis) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }
}
