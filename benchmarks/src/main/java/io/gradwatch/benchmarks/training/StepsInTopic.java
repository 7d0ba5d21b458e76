package io.gradwatch.benchmarks.training;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;

/**
 * The steps of the one run in the telemetry topic. Delivery is at least once: what Kafka took but could not acknowledge
 * before it stopped is there twice, with the same sequence number, and readers skip it.
 *
 * @param records step records, repeated ones included
 * @param distinct different steps
 * @param repeated records of a step that is there already
 * @param backwards new steps that come after a higher one
 */
record StepsInTopic(long records, long distinct, long repeated, long backwards) {

    private static final Duration POLL = Duration.ofSeconds(1);

    static StepsInTopic read(ScratchKafka kafka) throws UnreadableRecordException {
        Set<Long> seen = new HashSet<>();
        long records = 0;
        long backwards = 0;
        long last = -1;
        try (KafkaConsumer<byte[], byte[]> consumer = kafka.fromBeginning(Topics.TELEMETRY.name())) {
            long left = ScratchKafka.count(consumer);
            while (left > 0) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    left--;
                    Telemetry telemetry = Topics.TELEMETRY.codec().decode(record.value());
                    if (telemetry.getEvent() instanceof Step step) {
                        records++;
                        if (seen.add(step.getStep())) {
                            backwards += step.getStep() < last ? 1 : 0;
                            last = step.getStep();
                        }
                    }
                }
            }
        }
        return new StepsInTopic(records, seen.size(), records - seen.size(), backwards);
    }
}
