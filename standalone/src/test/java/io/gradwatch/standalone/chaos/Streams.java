package io.gradwatch.standalone.chaos;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.SingleObjectCodec;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import io.gradwatch.standalone.stream.TopicReader;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The topics as they are at the end. */
final class Streams {

    private final TopicReader reader;

    /** @param kafka host and port */
    Streams(String kafka) {
        reader = new TopicReader(kafka);
    }

    /** Steps of each run. */
    Map<String, BitSet> steps() {
        Map<String, BitSet> steps = new HashMap<>();
        reader.read(Topics.TELEMETRY, record -> {
            if (decoded(Topics.TELEMETRY.codec(), record).getEvent() instanceof Step step) {
                steps.computeIfAbsent(record.key(), run -> new BitSet()).set((int) step.getStep());
            }
        });
        return steps;
    }

    /** The latest revision of each alert, by its id. */
    Map<String, Alert> alerts() {
        Map<String, Alert> latest = new HashMap<>();
        reader.read(Topics.ALERTS, record -> {
            Alert alert = decoded(Topics.ALERTS.codec(), record);
            latest.merge(alert.getId(), alert, (a, b) -> a.getRevision() > b.getRevision() ? a : b);
        });
        return latest;
    }

    private static <T> T decoded(SingleObjectCodec<T> codec, ConsumerRecord<String, byte[]> record) {
        try {
            return codec.decode(record.value());
        } catch (UnreadableRecordException e) {
            throw new IllegalStateException(record.topic() + " at " + record.offset(), e);
        }
    }
}
