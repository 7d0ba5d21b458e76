package io.gradwatch.standalone.silence;

import io.gradwatch.standalone.cli.ProductCommand;
import io.gradwatch.standalone.fleet.FleetAddress;
import io.gradwatch.standalone.fleet.KafkaAddress;
import java.time.Clock;
import java.time.Instant;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A command that reads or changes silences and acknowledgements, at a fleet or in Kafka. */
abstract class SilenceBackendCommand extends ProductCommand {

    @Mixin
    private FleetAddress fleet;

    @Mixin
    private KafkaAddress kafka;

    @Option(names = "--json", description = "Print one JSON object a line.")
    private boolean json;

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

    /** Takes what is to be printed. */
    final SilenceReport report() {
        return new SilenceReport(out(), json);
    }

    /** Kafka where one is named, else the fleet. */
    final SilenceBackend backend() {
        return kafka.named()
                .<SilenceBackend>map(servers -> new KafkaSilenceBackend(servers, this::warn))
                .orElseGet(() -> new FleetSilenceBackend(fleet.client()));
    }
}
