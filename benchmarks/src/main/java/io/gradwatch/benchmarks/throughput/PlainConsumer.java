package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/** A baseline: one thread polls the telemetry topic from its beginning to its end and decodes every record. */
final class PlainConsumer {

    /** Decodes a value of the topic. */
    @FunctionalInterface
    interface Reader {
        /** The record. */
        Telemetry read(byte[] value) throws IOException, UnreadableRecordException;
    }

    private static final Duration POLL = Duration.ofSeconds(1);

    private final ScratchKafka kafka;
    private final Reader reader;

    PlainConsumer(ScratchKafka kafka, Reader reader) {
        this.kafka = kafka;
        this.reader = reader;
    }

    Round read() throws IOException, UnreadableRecordException {
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.fromBeginning(Topics.TELEMETRY.name())) {
            long records = ScratchKafka.count(consumer);
            long left = records;
            StopWatch watch = null;
            while (left > 0) {
                ConsumerRecords<byte[], byte[]> polled = consumer.poll(POLL);
                watch = watch == null ? new StopWatch() : watch;
                left -= decode(polled);
            }
            return watch.stop(records);
        }
    }

    private int decode(ConsumerRecords<byte[], byte[]> polled) throws IOException, UnreadableRecordException {
        for (ConsumerRecord<byte[], byte[]> record : polled) {
            if (reader.read(record.value()) == null) {
                throw new IllegalStateException("a record decoded to nothing");
            }
        }
        return polled.count();
    }
}
