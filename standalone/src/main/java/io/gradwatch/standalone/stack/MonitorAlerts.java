package io.gradwatch.standalone.stack;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.AlertState;
import io.gradwatch.schema.Resolution;
import io.gradwatch.schema.Severity;
import io.gradwatch.schema.Topics;
import io.gradwatch.schema.fault.AlertClass;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Alerts of the monitor about itself: its disk, detection, and damage. They go the way of all alerts, so that people
 * see them on the page and are notified, under a run of its own. Each subject has one alert, which fires and recovers;
 * a restart goes on with it. Thread-safe; a thread of its own sends, and tries again until Kafka has it.
 */
final class MonitorAlerts implements AutoCloseable {

    /** Id and name of the run that they belong to. */
    static final String RUN = "gradwatch.monitor";

    private static final Logger LOG = LoggerFactory.getLogger(MonitorAlerts.class);
    private static final String DETECTOR = "monitor";
    private static final long TRY_AGAIN_MILLIS = 1_000;

    private final Producer<byte[], byte[]> producer;
    private final MonitorAlertsFile file;
    private final Clock clock;
    private final Set<String> reported = new HashSet<>();
    /** Latest alert of each subject. */
    private final Map<String, Alert> latest;
    /** Alerts that Kafka does not have yet, in order. */
    private final Deque<Alert> unsent;

    private boolean warned;

    private final ScheduledExecutorService sender = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "gradwatch-monitor-alerts");
        thread.setDaemon(true);
        return thread;
    });

    /** @param file of the state that survives a restart */
    MonitorAlerts(String bootstrapServers, Path file, Clock clock) {
        this(
                new KafkaProducer<>(
                        KafkaLogin.properties(
                                bootstrapServers,
                                Map.of(
                                        ProducerConfig.CLIENT_ID_CONFIG,
                                        "gradwatch-monitor",
                                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                                        1_000)),
                        new ByteArraySerializer(),
                        new ByteArraySerializer()),
                file,
                clock);
        sender.scheduleWithFixedDelay(this::sendAll, 0, TRY_AGAIN_MILLIS, TimeUnit.MILLISECONDS);
    }

    /** Sends nothing by itself. */
    MonitorAlerts(Producer<byte[], byte[]> producer, Path file, Clock clock) {
        this.producer = producer;
        this.clock = clock;
        this.file = new MonitorAlertsFile(file);
        MonitorAlertsFile.Content content = this.file.read();
        this.latest = new LinkedHashMap<>();
        content.latest().forEach(alert -> latest.put(alert.getId(), alert));
        this.unsent = new ArrayDeque<>(content.unsent());
    }

    /**
     * Raises an alert for each new problem, and ends the alerts of past ones.
     *
     * @param problems sentences by their subject, such as "disk"
     */
    synchronized void update(Map<String, String> problems) {
        Set<String> wrong = new HashSet<>();
        for (Map.Entry<String, String> problem : new TreeMap<>(problems).entrySet()) {
            String id = id(problem.getKey());
            wrong.add(id);
            if (!isFiring(latest.get(id))) {
                put(fire(id, problem.getValue(), Severity.CRITICAL));
            }
        }
        for (Alert alert : List.copyOf(latest.values())) {
            if (isFiring(alert) && !wrong.contains(alert.getId())) {
                put(recovered(alert));
            }
        }
    }

    /** Raises and ends one alert for an event that is over already. */
    synchronized void reportOnce(String sentence) {
        if (reported.add(sentence)) {
            Alert alert = fire(id(Integer.toHexString(sentence.hashCode())), sentence, Severity.WARNING);
            put(alert);
            put(recovered(alert));
        }
    }

    private void put(Alert alert) {
        latest.put(alert.getId(), alert);
        unsent.add(alert);
    }

    private static boolean isFiring(Alert alert) {
        return alert != null && alert.getState() == AlertState.FIRING;
    }

    private static String id(String about) {
        return RUN + ":" + about;
    }

    /** Above all that went before, also where the file of the state was lost: seconds of the clock count up. */
    private int revisionAfter(Alert known) {
        int seconds = (int) (clock.millis() / 1_000);
        return known == null ? seconds : Math.max(known.getRevision() + 1, seconds);
    }

    private Alert fire(String id, String sentence, Severity severity) {
        long now = clock.millis();
        return Alert.newBuilder()
                .setId(id)
                .setRevision(revisionAfter(latest.get(id)))
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
                .setRevision(revisionAfter(alert))
                .setState(AlertState.RECOVERED)
                .setResolution(Resolution.CLEARED)
                .setRaisedTimeMillis(clock.millis())
                .build();
    }

    /** Sends what Kafka does not have yet, in order, until one cannot be sent. */
    void sendAll() {
        try {
            save();
            for (Alert next = next(); next != null; next = next()) {
                byte[] key = RUN.getBytes(StandardCharsets.UTF_8);
                byte[] value = Topics.ALERTS.codec().encode(next);
                producer.send(new ProducerRecord<>(Topics.ALERTS.name(), key, value))
                        .get();
                sent(next);
                save();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | RuntimeException e) {
            if (!warned) {
                LOG.warn("Alerts of the monitor cannot be sent, it is tried again: {}", e.toString());
            }
            warned = true;
        }
    }

    private synchronized Alert next() {
        return unsent.peek();
    }

    private synchronized void sent(Alert alert) {
        unsent.remove(alert);
        warned = false;
    }

    private void save() {
        MonitorAlertsFile.Content content;
        synchronized (this) {
            content = new MonitorAlertsFile.Content(List.copyOf(latest.values()), List.copyOf(unsent));
        }
        file.write(content);
    }

    /** Alerts that fire go on firing: the next start ends what is over. */
    @Override
    public void close() throws InterruptedException {
        sender.execute(this::sendAll);
        sender.shutdown();
        if (!sender.awaitTermination(2, TimeUnit.SECONDS)) {
            sender.shutdownNow();
            sender.awaitTermination(2, TimeUnit.SECONDS);
        }
        save();
        producer.close(Duration.ofSeconds(1));
    }
}
