package io.gradwatch.standalone.fleet;

import io.gradwatch.standalone.cli.Terminal;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Places of the runs that a command names: a log, or Kafka. What is no file is the id or the name of a run. So is
 * everything where an option names a fleet or a Kafka.
 */
public final class RunSources {

    private final FleetAddress fleet;
    private final KafkaAddress kafka;

    /** @param fleet knows the runs, unless {@code kafka} is named */
    public RunSources(FleetAddress fleet, KafkaAddress kafka) {
        this.fleet = fleet;
        this.kafka = kafka;
    }

    /** True where an option says that nothing is a log. */
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
     * @param said ids or names of runs, at least one
     */
    public String kafka(List<String> said) {
        try {
            return kafka.servers(fleet);
        } catch (IllegalStateException e) {
            throw areRunsOfAStream()
                    ? e
                    : new IllegalStateException(
                            Terminal.plain(said.get(0)) + ": does not exist as a log, and " + e.getMessage(), e);
        }
    }

    /**
     * Ids of the runs that the fleet knows, by what was said of them: their ids or their names, in that order. Where
     * Kafka is asked itself, all of what was said are ids.
     *
     * @param unknown takes a sentence about each of the others
     */
    public Map<String, String> ids(List<String> said, Consumer<String> unknown) {
        Map<String, String> ids = new LinkedHashMap<>();
        for (String run : said) {
            Optional<String> id = kafka.named().isPresent() ? Optional.of(run) : known(run, unknown);
            id.ifPresent(known -> ids.put(run, known));
        }
        return ids;
    }

    /** Id of a run that may come later: what was said, where the fleet knows no such run. */
    public String idOfAny(String said) {
        return kafka.named().isPresent() ? said : known(said, unknown -> {}).orElse(said);
    }

    private Optional<String> known(String run, Consumer<String> unknown) {
        FleetClient client = fleet.client();
        try {
            return Optional.of(NamedRun.id(client, run));
        } catch (FleetClient.RefusedException e) {
            if (!e.isUnknown()) {
                throw e;
            }
            unknown.accept(run + ": " + (fleet.isNamed() ? "no run has" : "does not exist as a log, and no run has")
                    + " this id or name at " + client.server());
            return Optional.empty();
        }
    }
}
