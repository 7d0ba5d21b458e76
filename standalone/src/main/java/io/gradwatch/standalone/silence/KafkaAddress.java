package io.gradwatch.standalone.silence;

import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.fleet.FleetAddress;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option that goes past the fleet, to the topics themselves. */
final class KafkaAddress {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"--bootstrap-servers", "--kafka"},
            paramLabel = "HOST:PORT",
            description = "Ask this Kafka instead of a fleet.")
    private String bootstrapServers;

    /** Kafka where one is named, else the fleet. */
    MuteDesk desk(FleetAddress fleet) {
        return bootstrapServers == null
                ? new FleetDesk(fleet.client())
                : new KafkaDesk(
                        bootstrapServers, problem -> spec.commandLine().getErr().println(Terminal.plain(problem)));
    }
}
