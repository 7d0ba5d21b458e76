package io.gradwatch.standalone.fleet;

import java.util.Optional;
import picocli.CommandLine.Option;

/** The option that names Kafka itself. It goes before the fleet, which otherwise is asked where its Kafka is. */
public final class KafkaAddress {

    @Option(
            names = {"--bootstrap-servers", "--kafka", "--from-kafka"},
            paramLabel = "HOST:PORT",
            description = "Ask this Kafka instead of a fleet.")
    private String bootstrapServers;

    /** The addresses that the option names; empty where it is not given. */
    public Optional<String> named() {
        return Optional.ofNullable(bootstrapServers);
    }

    /**
     * The Kafka of the option, else the one that the fleet reads.
     *
     * @throws IllegalStateException when no fleet answers, or its Kafka cannot be reached from another host
     */
    public String servers(FleetAddress fleet) {
        return named().orElseGet(() -> fleet.client().kafka());
    }
}
