package io.gradwatch.detection.job.settings;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.detection.engine.settings.DetectorSettings;
import io.gradwatch.detection.engine.slot.Detectors;
import io.gradwatch.metrics.MetricsSettings;
import java.time.Duration;
import java.util.Properties;

/**
 * Settings of the job.
 *
 * @param bootstrapServers where Kafka is: host and port, several with commas
 * @param delivery how alerts reach their topic
 * @param parallelism of source and detection, 1 or more, at most the partitions of the telemetry topic
 * @param checkpointInterval between two checkpoints, and so how much is read again after a failure
 * @param pulseInterval between two pulses: how finely silence is measured
 * @param detectors which detectors run, with which settings
 * @param metrics where the processes that run the job serve metrics
 */
public record DetectionSettings(
        String bootstrapServers,
        Delivery delivery,
        int parallelism,
        Duration checkpointInterval,
        Duration pulseInterval,
        DetectorSettings detectors,
        MetricsSettings metrics) {

    /** Delivery guarantee of alerts. */
    public enum Delivery {
        /**
         * At once; after a failure some are written again, with the same id and revision. Readable 3 ms (median) after
         * the step ({@code docs/BENCHMARKS.md}).
         */
        AT_LEAST_ONCE,
        /** With the next checkpoint, each once, for readers of committed records: later by up to its interval. */
        EXACTLY_ONCE
    }

    /** Key groups of the state: parallelism can be changed up to this, and this never. */
    static final int MAX_PARALLELISM = 128;

    /** In section {@code kafka}. */
    public static final ConfigKey<String> BOOTSTRAP_SERVERS =
            ConfigKey.text("bootstrap-servers", "127.0.0.1:9092", "Where Kafka is: host:port, several with commas.");

    /** In section {@code detection}. */
    public static final ConfigKey<Delivery> DELIVERY = ConfigKey.choice(
            "delivery",
            Delivery.class,
            Delivery.AT_LEAST_ONCE,
            "How alerts reach their topic: at once and after a failure perhaps again (alerting tells nobody twice), or"
                    + " once, with the next checkpoint.");

    /** In section {@code detection}. */
    public static final ConfigKey<Integer> PARALLELISM = ConfigKey.wholeNumber(
            "parallelism",
            1,
            1,
            MAX_PARALLELISM,
            "Parallel readers and detectors, at most the partitions of the telemetry topic.");

    /** In section {@code detection}. */
    public static final ConfigKey<Duration> CHECKPOINT_INTERVAL = ConfigKey.duration(
            "checkpoint-interval",
            Duration.ofSeconds(10),
            Duration.ofMillis(100),
            "Time between checkpoints; a restart reads this much again. With exactly-once 1s where it is not set, for"
                    + " alerts come with checkpoints then.");

    /** Between two checkpoints where alerts wait for them and nothing else is set. */
    private static final Duration EXACTLY_ONCE_INTERVAL = Duration.ofSeconds(1);

    /** In section {@code detection}. */
    public static final ConfigKey<Duration> PULSE_INTERVAL = ConfigKey.duration(
            "pulse-interval",
            Duration.ofSeconds(1),
            Duration.ofMillis(100),
            "Time between two pulses in the log; silence is told no finer than this.");

    /** Reads {@code kafka.bootstrap-servers} and the sections {@code detection} and {@code detectors}. */
    public static DetectionSettings from(ConfigSection root) {
        return from(root, root.section("kafka").get(BOOTSTRAP_SERVERS));
    }

    /** Reads the sections {@code detection} and {@code detectors}, for a Kafka that the caller runs. */
    public static DetectionSettings from(ConfigSection root, String bootstrapServers) {
        ConfigSection detection = root.section("detection");
        Delivery delivery = detection.get(DELIVERY);
        Duration interval = detection.get(CHECKPOINT_INTERVAL);
        boolean waited = delivery == Delivery.EXACTLY_ONCE && !detection.has(CHECKPOINT_INTERVAL.name());
        return new DetectionSettings(
                bootstrapServers,
                delivery,
                detection.get(PARALLELISM),
                waited ? EXACTLY_ONCE_INTERVAL : interval,
                detection.get(PULSE_INTERVAL),
                DetectorSettings.read(
                        root.section("detectors"), Detectors.load(DetectionSettings.class.getClassLoader())),
                MetricsSettings.from(detection));
    }

    /** The defaults, for a Kafka at {@code bootstrapServers}. */
    public static DetectionSettings defaults(String bootstrapServers) {
        return new DetectionSettings(
                bootstrapServers,
                DELIVERY.defaultValue(),
                PARALLELISM.defaultValue(),
                CHECKPOINT_INTERVAL.defaultValue(),
                PULSE_INTERVAL.defaultValue(),
                DetectorSettings.defaults(),
                MetricsSettings.none());
    }

    /** The same settings for a Kafka at {@code bootstrapServers}. */
    public DetectionSettings at(String servers) {
        return new DetectionSettings(
                servers, delivery, parallelism, checkpointInterval, pulseInterval, detectors, metrics);
    }

    /** The same settings with another time between two pulses. */
    public DetectionSettings withPulseInterval(Duration interval) {
        return new DetectionSettings(
                bootstrapServers, delivery, parallelism, checkpointInterval, interval, detectors, metrics);
    }

    /** Consumer group, client ids and transactions go by this name. */
    public String groupId() {
        return "gradwatch-detection";
    }

    /** Settings of every Kafka client of the job; a new object each time. */
    public Properties kafkaProperties() {
        Properties properties = new Properties();
        properties.putAll(KafkaLogin.of(bootstrapServers));
        properties.setProperty("bootstrap.servers", bootstrapServers);
        return properties;
    }
}
