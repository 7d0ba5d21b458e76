package io.gradwatch.standalone.settings;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Settings of the product in one process alone.
 *
 * @param dataFolder holds the broker's log, checkpoints, outbox and spool
 * @param kafkaPort at which the embedded broker listens on the loopback address; 0 takes a free one
 * @param bootstrapServers of a Kafka cluster to use instead of the embedded broker
 * @param partitions of each topic that is created
 * @param sharedHost true where other users of the host are kept out
 */
public record StandaloneSettings(
        Path dataFolder, int kafkaPort, Optional<String> bootstrapServers, int partitions, boolean sharedHost) {

    /** At the top of the file. */
    public static final ConfigKey<String> DATA_FOLDER = ConfigKey.text(
                    "data-folder",
                    "data",
                    "Folder of all state: the broker's log, checkpoints, outbox; relative to the working folder.")
            .that(text -> !text.isBlank(), "that is not empty");

    /** At the top of the file. */
    public static final ConfigKey<Boolean> SHARED_HOST = ConfigKey.flag(
            "shared-host",
            false,
            "True where others use this host: the embedded Kafka and the page of `up` then ask for a login and tokens,"
                    + " which are made at the first start.");

    /** In section {@code kafka}. */
    public static final ConfigKey<Integer> KAFKA_PORT = ConfigKey.wholeNumber(
            "port", 9092, 0, 65_535, "Port of the embedded broker on the loopback address; 0 takes a free one.");

    /** In section {@code kafka}. */
    public static final ConfigKey<String> BOOTSTRAP_SERVERS = ConfigKey.text(
                    "bootstrap-servers",
                    null,
                    "Kafka to use instead of the embedded broker: host:port, several with commas.")
            .that(text -> text.matches("[^\\s,:]+:\\d{1,5}(,[^\\s,:]+:\\d{1,5})*"), "such as host:9092,other:9092");

    /** In section {@code kafka}. */
    public static final ConfigKey<Integer> PARTITIONS =
            ConfigKey.wholeNumber("partitions", 4, 1, 1_000, "Partitions of each topic that is created.");

    /** Reads {@code data-folder} and the section {@code kafka}. */
    public static StandaloneSettings from(ConfigSection root) {
        ConfigSection kafka = root.section("kafka");
        Optional<String> bootstrapServers = Optional.ofNullable(kafka.get(BOOTSTRAP_SERVERS));
        if (bootstrapServers.isPresent() && kafka.has(KAFKA_PORT.name())) {
            kafka.problem(
                    KAFKA_PORT.name(),
                    "is for the embedded broker, which does not run when " + BOOTSTRAP_SERVERS.name() + " is given");
        }
        return new StandaloneSettings(
                Path.of(root.get(DATA_FOLDER)),
                kafka.get(KAFKA_PORT),
                bootstrapServers,
                kafka.get(PARTITIONS),
                root.get(SHARED_HOST));
    }

    /** The same on a host that others use too. */
    public StandaloneSettings onSharedHost() {
        return new StandaloneSettings(dataFolder, kafkaPort, bootstrapServers, partitions, true);
    }
}
