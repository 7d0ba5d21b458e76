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

/** Settings of the agent. Made by {@link #builder} or {@link #fromEnvironment}. */
public final class AgentSettings {

    private static final AtomicInteger PRODUCERS = new AtomicInteger();

    private final Builder values;

    private AgentSettings(Builder values) {
        this.values = values;
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

    /** Where Kafka is: host:port, separated by commas. Default 127.0.0.1:9092. */
    public String bootstrapServers() {
        return values.bootstrapServers;
    }

    /** Where records wait; null for {@code ~/.gradwatch/spool}, or the temporary folder where that is not writable. */
    public Path spoolFolder() {
        return values.spoolFolder;
    }

    /** Most bytes of all spools of the folder together. Default 1 GiB. */
    public long spoolLimitBytes() {
        return values.spoolLimitBytes;
    }

    /** Steps that wait between the training threads and the agent's thread. Default 16,384. */
    public int queueCapacity() {
        return values.queueCapacity;
    }

    /**
     * Most memory for the tables of the waiting steps, and most that may wait in memory where no file can be written,
     * bytes each. Default 64 MiB.
     */
    public long memoryLimitBytes() {
        return values.memoryLimitBytes;
    }

    /** The agent shows that it lives at least this often. Default 10 s. */
    public Duration heartbeatInterval() {
        return values.heartbeatInterval;
    }

    /** Longest wait of {@link TrainingRun#close} for Kafka. Default 5 s. */
    public Duration closeTimeout() {
        return values.closeTimeout;
    }

    /** Further properties of the Kafka producer. Default none. */
    public Map<String, String> kafkaProperties() {
        return Map.copyOf(values.kafkaProperties);
    }

    /**
     * A properties file with further properties of the Kafka producer, such as those of SASL and TLS; null for none.
     */
    public Path kafkaPropertiesFile() {
        return values.kafkaPropertiesFile;
    }

    /**
     * Both together, those of the file over the others.
     *
     * @throws IllegalStateException when the file cannot be read
     */
    public Map<String, String> allKafkaProperties() {
        Map<String, String> all = new HashMap<>(KafkaLogin.of(values.bootstrapServers));
        all.putAll(values.kafkaProperties);
        if (values.kafkaPropertiesFile != null) {
            Properties file = new Properties();
            try (Reader in = Files.newBufferedReader(values.kafkaPropertiesFile)) {
                file.load(in);
            } catch (IOException | IllegalArgumentException e) {
                throw new IllegalStateException(
                        "the Kafka properties in " + values.kafkaPropertiesFile + " cannot be read: " + e, e);
            }
            file.stringPropertyNames().forEach(name -> all.put(name, file.getProperty(name)));
        }
        return all;
    }

    /** A relay that keeps and ships records as these settings say. Waits for no Kafka. */
    public Relay openRelay() {
        SessionSpools spools = new SessionSpools(spoolFolder(), spoolLimitBytes(), memoryLimitBytes());
        return new Relay(spools, this::producerProperties, closeTimeout());
    }

    private Map<String, Object> producerProperties() {
        String client = "gradwatch-agent-" + ProcessHandle.current().pid() + "-" + PRODUCERS.incrementAndGet();
        return ProducerSettings.of(
                bootstrapServers(), client, SingleObjectCodec.MAX_RECORD_BYTES, allKafkaProperties());
    }

    /** Used where the description has no run id; empty for none. */
    public String runId() {
        return values.runId;
    }

    /** Used where the description has no attempt; null for none. */
    public Integer attempt() {
        return values.attempt;
    }

    /** Used where the description has no rank; null for none. */
    public Integer rank() {
        return values.rank;
    }

    /** Used where the description has no world size; null for none. */
    public Integer worldSize() {
        return values.worldSize;
    }

    /** Shows where Kafka and the spool are, and no properties: they hold passwords. */
    @Override
    public String toString() {
        return "AgentSettings(" + values.bootstrapServers + ", " + values.spoolFolder + ")";
    }

    /** Gathers settings, by their names. Numbers below their least value are raised to it. */
    public static final class Builder implements Cloneable {

        static final Duration LEAST_INTERVAL = Duration.ofMillis(100);
        static final long LEAST_SPOOL_BYTES = 64L << 10;
        static final int MOST_SLOTS = 1 << 20;

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

        /** At least 64 KiB. */
        public Builder spoolLimitBytes(long value) {
            spoolLimitBytes = Math.max(LEAST_SPOOL_BYTES, value);
            return this;
        }

        /** 1 to 1,048,576. */
        public Builder queueCapacity(int value) {
            queueCapacity = Math.max(1, Math.min(MOST_SLOTS, value));
            return this;
        }

        /** At least 64 KiB. */
        public Builder memoryLimitBytes(long value) {
            memoryLimitBytes = Math.max(LEAST_SPOOL_BYTES, value);
            return this;
        }

        /** At least 100 ms. */
        public Builder heartbeatInterval(Duration value) {
            heartbeatInterval = value.compareTo(LEAST_INTERVAL) < 0 ? LEAST_INTERVAL : value;
            return this;
        }

        /** 0 waits for nothing. */
        public Builder closeTimeout(Duration value) {
            closeTimeout = value.isNegative() ? Duration.ZERO : value;
            return this;
        }

        public Builder kafkaProperties(Map<String, String> value) {
            kafkaProperties = Map.copyOf(value);
            return this;
        }

        public Builder kafkaPropertiesFile(Path value) {
            kafkaPropertiesFile = value;
            return this;
        }

        public Builder runId(String value) {
            runId = CleanText.of(value, Limits.ID_CHARACTERS);
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
            try {
                return new AgentSettings((Builder) clone());
            } catch (CloneNotSupportedException e) {
                throw new IllegalStateException("a builder can be cloned", e);
            }
        }
    }
}
