package io.gradwatch.standalone.stack;

import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.fault.AlertClass;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts of the monitor about itself: its disk, and what was found damaged. They go the way of all alerts, so that
 * people see them on the page and hear of them, under a run of its own. Thread-safe.
 */
final class MonitorAlerts implements AutoCloseable {

    /** Id and name of the run under which they are told. */
    static final String RUN = "gradwatch.monitor";

    private static final Logger LOG = LoggerFactory.getLogger(MonitorAlerts.class);
    private static final String DETECTOR = "monitor";

    private final KafkaProducer<byte[], byte[]> producer;
    private final Clock clock;
    private final Map<String, Alert> firing = new HashMap<>();
    private final Set<String> told = new HashSet<>();

    MonitorAlerts(String bootstrapServers, Clock clock) {
        this.producer = new KafkaProducer<>(
                Map.of(
                        ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                        bootstrapServers,
                        ProducerConfig.CLIENT_ID_CONFIG,
                        "gradwatch-monitor",
                        // Nobody waits for it while Kafka is away.
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        1_000),
                new ByteArraySerializer(),
                new ByteArraySerializer());
        this.clock = clock;
    }

    /**
     * Tells of what is wrong now, and of what is not any more.
     *
     * @param problems sentences by what they are about, such as "disk"
     */
    synchronized void tell(Map<String, String> problems) {
        for (Map.Entry<String, String> problem : new TreeMap<>(problems).entrySet()) {
            if (!firing.containsKey(problem.getKey())) {
                Alert alert = fire(problem.getKey(), problem.getValue(), Severity.CRITICAL);
                firing.put(problem.getKey(), alert);
                send(alert);
            }
        }
        for (String over : List.copyOf(firing.keySet())) {
            if (!problems.containsKey(over)) {
                send(recovered(firing.remove(over)));
            }
        }
    }

    /** Tells once of something that has happened. */
    synchronized void tellOnce(String sentence) {
        if (told.add(sentence)) {
            send(fire(Integer.toHexString(sentence.hashCode()), sentence, Severity.WARNING));
        }
    }

    private Alert fire(String about, String sentence, Severity severity) {
        long now = clock.millis();
        return Alert.newBuilder()
                .setId(RUN + ":" + about + ":" + now)
                .setDetector(DETECTOR)
                .setAlertClass(AlertClass.NOTICE.label())
                .setSeverity(severity)
                .setState(AlertState.FIRING)
                .setRunId(RUN)
                .setRunName("the monitor itself")
                .setProject("gradwatch")
                .setOnsetStep(0)
                .setRaisedStep(0)
                .setRaisedTimeMillis(now)
                .setFiredTimeMillis(now)
                .setSummary(Character.toUpperCase(sentence.charAt(0)) + sentence.substring(1) + ".")
                .build();
    }

    private Alert recovered(Alert alert) {
        return Alert.newBuilder(alert)
                .setRevision(alert.getRevision() + 1)
                .setState(AlertState.RECOVERED)
                .setResolution(Resolution.CLEARED)
                .setRaisedTimeMillis(clock.millis())
                .build();
    }

    private void send(Alert alert) {
        byte[] key = RUN.getBytes(StandardCharsets.UTF_8);
        byte[] value = Topics.ALERTS.codec().encode(alert);
        producer.send(new ProducerRecord<>(Topics.ALERTS.name(), key, value), (metadata, failure) -> {
            if (failure != null) {
                LOG.warn("Nobody could be told that {} {}", alert.getSummary(), failure.toString());
            }
        });
    }

    /** Nobody watches any more whether it lasts; the next start tells of what it finds. */
    @Override
    public synchronized void close() {
        firing.values().forEach(alert -> send(recovered(alert)));
        producer.close(Duration.ofSeconds(2));
    }
}
