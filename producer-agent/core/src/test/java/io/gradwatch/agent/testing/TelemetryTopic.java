package io.gradwatch.agent.testing;

import static io.gradwatch.patience.testing.Patience.PATIENCE;

import io.gradwatch.kafka.testing.TestKafka;
import io.gradwatch.schema.RunEnded;
import io.gradwatch.schema.Step;
import io.gradwatch.schema.Telemetry;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.UnreadableRecordException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.awaitility.Awaitility;

/** Everything in the telemetry topic from its start, in the order of the log; for the tests of all agents. */
public final class TelemetryTopic implements AutoCloseable {

    private final KafkaConsumer<byte[], byte[]> consumer;
    private final List<Telemetry> read = new ArrayList<>();

    /** Reads nothing yet. */
    public TelemetryTopic(String bootstrapServers) {
        consumer = TestKafka.fromBeginning(bootstrapServers, Topics.TELEMETRY.name());
    }

    /** Records of a run in the topic, once they fulfil the condition. */
    public List<Telemetry> await(String runId, Predicate<List<Telemetry>> condition) {
        Awaitility.await().atMost(PATIENCE).pollInterval(Duration.ofMillis(20)).until(() -> {
            poll();
            return condition.test(of(runId));
        });
        return of(runId);
    }

    /** The same of a run that has ended. */
    public List<Telemetry> ended(String runId) {
        return await(runId, records -> !records.isEmpty() && lastEvent(records) instanceof RunEnded);
    }

    private void poll() {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(100))) {
            try {
                Telemetry telemetry = Topics.TELEMETRY.codec().decode(record.value());
                if (!telemetry.getOrigin().getRunId().equals(new String(record.key(), StandardCharsets.UTF_8))) {
                    throw new AssertionError("the key is not the run id of " + telemetry);
                }
                read.add(telemetry);
            } catch (UnreadableRecordException e) {
                throw new AssertionError(e);
            }
        }
    }

    private List<Telemetry> of(String runId) {
        return read.stream()
                .filter(telemetry -> telemetry.getOrigin().getRunId().equals(runId))
                .toList();
    }

    /** The records with repeats left out: as consumers do, only numbers above the highest seen in the session count. */
    public static List<Telemetry> withoutRepeats(List<Telemetry> records) {
        Map<Long, Long> highest = new HashMap<>();
        List<Telemetry> first = new ArrayList<>();
        for (Telemetry record : records) {
            long sequence = record.getOrigin().getSequence();
            if (sequence > highest.getOrDefault(record.getOrigin().getSession(), -1L)) {
                highest.put(record.getOrigin().getSession(), sequence);
                first.add(record);
            }
        }
        return first;
    }

    /** Their numbers in their sessions. */
    public static List<Long> sequences(List<Telemetry> records) {
        return records.stream().map(record -> record.getOrigin().getSequence()).toList();
    }

    /** The numbers of the steps among them. */
    public static List<Long> steps(List<Telemetry> records) {
        return records.stream()
                .map(Telemetry::getEvent)
                .filter(Step.class::isInstance)
                .map(event -> ((Step) event).getStep())
                .toList();
    }

    /** The events of one type. */
    public static <E> List<E> events(List<Telemetry> records, Class<E> type) {
        return records.stream()
                .map(Telemetry::getEvent)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    /** Condition: there is an event of a type. */
    public static Predicate<List<Telemetry>> has(Class<?> type) {
        return records -> !events(records, type).isEmpty();
    }

    /** The event of the record that came last. */
    public static Object lastEvent(List<Telemetry> records) {
        return records.get(records.size() - 1).getEvent();
    }

    @Override
    public void close() {
        consumer.close();
    }
}
