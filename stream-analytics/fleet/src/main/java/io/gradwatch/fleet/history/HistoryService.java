package io.gradwatch.fleet.history;

import io.gradwatch.fleet.fetch.PacedFetches;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes the history from Kafka: some threads, each a member of one consumer group, read the partitions; another keeps
 * the files in shape.
 */
public final class HistoryService implements AutoCloseable {

    /** The consumer group whose members share the partitions. */
    public static final String GROUP = "gradwatch-history";

    private static final Logger LOG = LoggerFactory.getLogger(HistoryService.class);
    /** Between two polls that bring little. Own choice. */
    private static final Duration FETCH_PAUSE = Duration.ofMillis(100);

    private static final Duration UPKEEP_EVERY = Duration.ofSeconds(30);
    private static final Duration STOP = Duration.ofSeconds(30);

    private final History history;
    private final List<HistoryConsumer> readers = new ArrayList<>();
    private final ScheduledExecutorService upkeep = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread upkeepThread = new Thread(task, "history-upkeep");
        upkeepThread.setDaemon(true);
        return upkeepThread;
    });
    private volatile boolean stopping;

    /**
     * @param history to write to; closing it is left to the caller
     * @param kafka properties of a consumer, {@code bootstrap.servers} among them
     */
    public HistoryService(History history, Map<String, ?> kafka) {
        this.history = history;
        Properties properties = new Properties();
        // Large fetches: rows go into columns, and waiting for the next poll costs more than memory.
        properties.setProperty(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, "5000");
        properties.putAll(PacedFetches.properties(FETCH_PAUSE));
        properties.setProperty(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        properties.putAll(kafka);
        properties.setProperty(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, "false");
        properties.setProperty(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
        properties.setProperty(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        for (int i = 0; i < history.settings().threads(); i++) {
            readers.add(new HistoryConsumer(history, properties, "history-reader-" + i));
        }
    }

    /** Starts to read. */
    public void start() {
        readers.forEach(HistoryConsumer::start);
        upkeep.scheduleWithFixedDelay(this::keepUp, 0, UPKEEP_EVERY.toMillis(), TimeUnit.MILLISECONDS);
    }

    /**
     * Parts that are not written, and why: which partitions, or a thread that has stopped; empty while all is written.
     */
    public Optional<String> check() {
        return readers.stream()
                .map(HistoryConsumer::check)
                .filter(Objects::nonNull)
                .findFirst()
                .map(failure -> "the history is not written any more: " + failure.getMessage())
                .or(history.damage()::trouble);
    }

    /** Records that were read since it was started. */
    public long records() {
        return readers.stream().mapToLong(HistoryConsumer::records).sum();
    }

    /** What the consumers measure. */
    public Map<MetricName, Metric> clientMetrics() {
        Map<MetricName, Metric> metrics = new HashMap<>();
        readers.forEach(reader -> metrics.putAll(reader.clientMetrics()));
        return metrics;
    }

    private void keepUp() {
        HistoryMaintenance work = new HistoryMaintenance(history);
        for (TopicPartition partition : partitions()) {
            attempt("merged", () -> {
                while (!stopping && work.compact(partition)) {
                    LOG.debug("commits of {} were merged", partition);
                }
            });
        }
        attempt("dropped when they have expired", () -> work.expire(Instant.now()));
        attempt("tidied up", () -> work.sweep(Instant.now()));
    }

    /** A failure of one partition, or of all, keeps nothing else from being done. */
    private void attempt(String done, Callable work) {
        try {
            work.run();
        } catch (IOException | SQLException | RuntimeException e) {
            if (!stopping) {
                LOG.warn("Files of the history could not be {}; it is tried again: {}", done, e.toString());
            }
        }
    }

    /** A piece of upkeep. */
    @FunctionalInterface
    private interface Callable {
        void run() throws IOException, SQLException;
    }

    private List<TopicPartition> partitions() {
        return readers.stream().flatMap(reader -> reader.partitions().stream()).toList();
    }

    /** Writes what is in memory and stops. */
    @Override
    public void close() {
        stopping = true;
        upkeep.shutdown();
        readers.forEach(HistoryConsumer::stop);
        readers.forEach(HistoryConsumer::close);
        try {
            if (!upkeep.awaitTermination(STOP.toMillis(), TimeUnit.MILLISECONDS)) {
                LOG.warn("merging of files is still going on; it is left to end with the process");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
