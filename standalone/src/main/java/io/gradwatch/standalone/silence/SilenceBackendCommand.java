package io.gradwatch.standalone.silence;

import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.cli.Version;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.KafkaAddress;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** A command that reads or changes silences and acknowledgements, at a fleet or in Kafka. */
@Command(versionProvider = Version.class)
abstract class SilenceBackendCommand extends ProductCommand {

    @Mixin
    private FleetAddress fleet;

    @Mixin
    private KafkaAddress kafka;

    @Override
    public final Integer call() {
        return call(Clock.systemUTC().instant());
    }

    /**
     * Does the work.
     *
     * @return the exit code
     */
    abstract int call(Instant now);

    /** Kafka where one is named, else the fleet. */
    final SilenceBackend backend() {
        return kafka.named()
                .<SilenceBackend>map(servers -> new KafkaSilenceBackend(servers, this::warn))
                .orElseGet(() -> new FleetSilenceBackend(fleet.client()));
    }
}
