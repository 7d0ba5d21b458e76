package io.gradwatch.silence;

import io.gradwatch.keyed.KeyedReader;
import io.gradwatch.schema.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.KafkaException;

/**
 * Readers of silences, acknowledgements and annotations. Of a record that cannot be read, or breaks a rule, nothing is
 * muted. Where only the topic of annotations is missing, it is looked for now and then: what people say beside an alert
 * never keeps it from being silenced.
 */
public final class SilenceReader {

    private static final Duration POLL = Duration.ofMillis(200);

    private static final KeyedReader.Sources SOURCES =
            new KeyedReader.Sources(List.of(Topics.SILENCES, Topics.ACKNOWLEDGEMENTS), List.of(Topics.ANNOTATIONS));

    private SilenceReader() {}

    /**
     * A reader that has read nothing yet.
     *
     * @param kafka properties of the client, at least {@code bootstrap.servers}
     * @param unreadable takes a sentence about each record that says nothing, with its place
     */
    static KeyedReader<Silences> of(Map<String, Object> kafka, Consumer<String> unreadable) {
        return new KeyedReader<>(kafka, SOURCES, new SilenceTables(), unreadable);
    }

    /**
     * Everything that the topics hold at the call.
     *
     * @throws IllegalStateException when Kafka does not answer or a topic is missing
     */
    public static Silences readAll(Map<String, Object> kafka, Consumer<String> unreadable) {
        try (KeyedReader<Silences> reader = of(kafka, unreadable)) {
            while (!reader.isComplete()) {
                reader.poll(POLL);
            }
            if (!reader.missingTopics().isEmpty()) {
                throw new IllegalStateException("Kafka at " + kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG)
                        + " has no topic " + String.join(", ", reader.missingTopics()));
            }
            return reader.snapshot();
        } catch (KafkaException e) {
            throw new IllegalStateException(
                    "Kafka at " + kafka.get(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG) + " does not answer: "
                            + e.getMessage(),
                    e);
        }
    }
}
