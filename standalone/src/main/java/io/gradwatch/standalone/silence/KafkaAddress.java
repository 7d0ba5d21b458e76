package io.gradwatch.standalone.silence;

import io.gradwatch.schema.silence.MuteReader;
import io.gradwatch.schema.silence.MuteWriter;
import io.gradwatch.schema.silence.Mutes;
import io.gradwatch.standalone.cli.Terminal;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Spec.Target;

/** The option that says where silences, acknowledgements and alerts are. */
final class KafkaAddress {

    @Spec(Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9092",
            description = "Where Kafka is. Default: ${DEFAULT-VALUE}")
    private String bootstrapServers;

    /** @throws IllegalStateException when Kafka does not answer, or has no such topics */
    Mutes read() {
        return MuteReader.readAll(
                properties(), problem -> spec.commandLine().getErr().println(Terminal.plain(problem)));
    }

    /** @throws IllegalStateException when Kafka does not answer */
    LatestAlerts alerts() {
        return LatestAlerts.read(bootstrapServers);
    }

    MuteWriter writer() {
        return new MuteWriter(properties());
    }

    private Map<String, Object> properties() {
        return Map.of("bootstrap.servers", bootstrapServers);
    }
}
