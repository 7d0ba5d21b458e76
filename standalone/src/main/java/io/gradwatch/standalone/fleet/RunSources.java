package io.gradwatch.standalone.fleet;

import io.gradwatch.standalone.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Places of the runs that a command names: a log, or Kafka. A name that is no file is the id of a run. So is any name
 * where an option names a fleet or a Kafka.
 */
public final class RunSources {

    private final FleetAddress fleet;
    private final KafkaAddress kafka;

    /** @param fleet knows the runs, unless {@code kafka} is named */
    public RunSources(FleetAddress fleet, KafkaAddress kafka) {
        this.fleet = fleet;
        this.kafka = kafka;
    }

    /** True where an option says that all names are ids of runs. */
    public boolean areRunsOfAStream() {
        return fleet.isNamed() || kafka.named().isPresent();
    }

    /** True where the name is that of a log. */
    public boolean isLog(String run) {
        if (areRunsOfAStream()) {
            return false;
        }
        try {
            return Files.exists(Path.of(run));
        } catch (InvalidPathException e) {
            return false;
        }
    }

    /**
     * The Kafka that has the runs; see {@link KafkaAddress#servers}.
     *
     * @param ids of runs, at least one
     */
    public String kafka(List<String> ids) {
        try {
            return kafka.servers(fleet);
        } catch (IllegalStateException e) {
            throw areRunsOfAStream()
                    ? e
                    : new IllegalStateException(
                            Terminal.plain(ids.get(0)) + ": does not exist as a log, and " + e.getMessage(), e);
        }
    }

    /**
     * The runs that the fleet knows, in their order; all of them where Kafka is asked itself.
     *
     * @param unknown takes a sentence about each of the others
     */
    public List<String> known(List<String> ids, Consumer<String> unknown) {
        return kafka.named().isPresent()
                ? ids
                : ids.stream().filter(id -> isKnown(id, unknown)).toList();
    }

    private boolean isKnown(String id, Consumer<String> unknown) {
        FleetClient client = fleet.client();
        try {
            client.get("/runs/" + FleetClient.encoded(id), Map.of());
            return true;
        } catch (FleetClient.RefusedException e) {
            if (!e.isUnknown()) {
                throw e;
            }
            unknown.accept(id + ": " + (fleet.isNamed() ? "no run has" : "does not exist as a log, and no run has")
                    + " this id at " + client.server());
            return false;
        }
    }
}
