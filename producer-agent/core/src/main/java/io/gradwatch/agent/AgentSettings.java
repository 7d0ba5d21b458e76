package io.gradwatch.agent;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.agent.clean.CleanText;
import io.gradwatch.agent.clean.Limits;
import io.gradwatch.agent.kafka.ProducerSettings;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.agent.spool.SessionSpools;
import io.gradwatch.schema.SingleObjectCodec;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Settings of the agent. Made by {@link #builder} or {@link #fromEnvironment}; numbers below their least value are
 * raised to it.
 *
 * @param bootstrapServers address of Kafka: host:port, separated by commas. Default 127.0.0.1:9092
 * @param spoolFolder folder in which records wait; null for {@code ~/.gradwatch/spool}, or the temporary folder where
 *     that is not writable
 * @param spoolLimitBytes most bytes of all spools of the folder together, at least 64 KiB. Default 1 GiB
 * @param queueCapacity steps that wait between the training threads and the agent's thread, 1 to 1,048,576. Default
 *     16,384
 * @param memoryLimitBytes most memory for the tables of the waiting steps, and most that may wait in memory where no
 *     file can be written, bytes each, at least 64 KiB. Default 64 MiB
 * @param heartbeatInterval longest time between two signs of life, at least 100 ms. Default 10 s
 * @param closeTimeout longest wait of {@link TrainingRun#close} for Kafka; 0 waits for nothing. Default 5 s
 * @param kafkaProperties further properties of the Kafka producer. Default none
 * @param kafkaPropertiesFile a properties file with further properties of the Kafka producer, such as those of SASL and
 *     TLS; null for none
 * @param runId used where the description has no run id; empty for none
 * @param attempt used where the description has no attempt; null for none
 * @param rank used where the description has no rank; null for none
 * @param worldSize used where the description has no world size; null for none
 */
public record AgentSettings(
        String bootstrapServers,
        Path spoolFolder,
        long spoolLimitBytes,
        int queueCapacity,
        long memoryLimitBytes,
        Duration heartbeatInterval,
        Duration closeTimeout,
        Map<String, String> kafkaProperties,
        Path kafkaPropertiesFile,
        String runId,
        Integer attempt,
        Integer rank,
        Integer worldSize) {

    private static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
    private static final long LEAST_SPOOL_BYTES = 64L << 10;
    private static final int MOST_SLOTS = 1 << 20;
    private static final AtomicInteger PRODUCERS = new AtomicInteger();

    /** Brings every value into its range. */
    public AgentSettings {
        spoolLimitBytes = Math.max(LEAST_SPOOL_BYTES, spoolLimitBytes);
        queueCapacity = Math.max(1, Math.min(MOST_SLOTS, queueCapacity));
        memoryLimitBytes = Math.max(LEAST_SPOOL_BYTES, memoryLimitBytes);
        heartbeatInterval = heartbeatInterval.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : heartbeatInterval;
        closeTimeout = closeTimeout.isNegative() ? Duration.ZERO : closeTimeout;
        kafkaProperties = Map.copyOf(kafkaProperties);
        runId = CleanText.of(runId, Limits.ID_CHARACTERS);
    }

    /** A builder with the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Settings from the variables of an environment, defaults for the rest. A value that cannot be used is logged, and
     * its default is used.
     *
     * @param environment such as {@link System#getenv()}
     */
    public static AgentSettings fromEnvironment(Map<String, String> environment) {
        return new Environment(environment).settings();
    }

    /** Settings from the environment of this process. */
    public static AgentSettings fromEnvironment() {
        return fromEnvironment(System.getenv());
    }

    /**
     * The login of this user, the further properties and those of the file; of two of one name the later counts.
     *
     * @throws IllegalStateException when the file cannot be read
     */
    public Map<String, String> allKafkaProperties() {
        Map<String, String> all = new HashMap<>(KafkaLogin.of(bootstrapServers));
        all.putAll(kafkaProperties);
        if (kafkaPropertiesFile != null) {
            Properties file = new Properties();
            try (Reader in = Files.newBufferedReader(kafkaPropertiesFile)) {
                file.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalStateException(
                        "the Kafka properties in " + kafkaPropertiesFile + " cannot be read: " + e, e);
            }
            file.stringPropertyNames().forEach(name -> all.put(name, file.getProperty(name)));
        }
        return all;
    }

    /** A relay that keeps and ships records as these settings say. Waits for no Kafka. */
    public Relay openRelay() {
        SessionSpools spools = new SessionSpools(spoolFolder, spoolLimitBytes, memoryLimitBytes, bootstrapServers);
        return new Relay(spools, this::producerProperties, closeTimeout());
    }

    private Map<String, Object> producerProperties() {
        String client = "gradwatch-agent-" + ProcessHandle.current().pid() + "-" + PRODUCERS.incrementAndGet();
        return ProducerSettings.of(
                bootstrapServers(), client, SingleObjectCodec.MAX_RECORD_BYTES, allKafkaProperties());
    }

    /** Shows where Kafka and the spool are, and no properties: they hold passwords. */
    @Override
    public String toString() {
        return "AgentSettings(" + bootstrapServers + ", " + spoolFolder + ")";
    }

    /** Gathers settings; each method is named after what it sets. */
    public static final class Builder {

        private String bootstrapServers = "127.0.0.1:9092";
        private Path spoolFolder;
        private long spoolLimitBytes = 1L << 30;
        private int queueCapacity = 1 << 14;
        private long memoryLimitBytes = 64L << 20;
        private Duration heartbeatInterval = Duration.ofSeconds(10);
        private Duration closeTimeout = Duration.ofSeconds(5);
        private Map<String, String> kafkaProperties = Map.of();
        private Path kafkaPropertiesFile;
        private String runId = "";
        private Integer attempt;
        private Integer rank;
        private Integer worldSize;

        private Builder() {}

        public Builder bootstrapServers(String value) {
            bootstrapServers = value;
            return this;
        }

        public Builder spoolFolder(Path value) {
            spoolFolder = value;
            return this;
        }

        public Builder spoolLimitBytes(long value) {
            spoolLimitBytes = value;
            return this;
        }

        public Builder queueCapacity(int value) {
            queueCapacity = value;
            return this;
        }

        public Builder memoryLimitBytes(long value) {
            memoryLimitBytes = value;
            return this;
        }

        public Builder heartbeatInterval(Duration value) {
            heartbeatInterval = value;
            return this;
        }

        public Builder closeTimeout(Duration value) {
            closeTimeout = value;
            return this;
        }

        public Builder kafkaProperties(Map<String, String> value) {
            kafkaProperties = value;
            return this;
        }

        public Builder kafkaPropertiesFile(Path value) {
            kafkaPropertiesFile = value;
            return this;
        }

        public Builder runId(String value) {
            runId = value;
            return this;
        }

        public Builder attempt(Integer value) {
            attempt = value;
            return this;
        }

        public Builder rank(Integer value) {
            rank = value;
            return this;
        }

        public Builder worldSize(Integer value) {
            worldSize = value;
            return this;
        }

        /** The settings. */
        public AgentSettings build() {
            return new AgentSettings(
                    bootstrapServers,
                    spoolFolder,
                    spoolLimitBytes,
                    queueCapacity,
                    memoryLimitBytes,
                    heartbeatInterval,
                    closeTimeout,
                    kafkaProperties,
                    kafkaPropertiesFile,
                    runId,
                    attempt,
                    rank,
                    worldSize);
        }
    }
}
