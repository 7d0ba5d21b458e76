package io.gradwatch.standalone.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.fleet.FleetClient.RefusedException;
import java.util.List;
import java.util.Map;

/** A run as people say it: by its id, or by its name where one run alone has it. */
public final class NamedRun {

    /** Ids that a message lists. */
    private static final int MOST_LISTED = 20;
    /** Runs that are looked through for the name. */
    private static final int MOST_RUNS = 10_000;

    private NamedRun() {}

    /**
     * All that the fleet knows of a run.
     *
     * @param said id of the run, or its name
     * @throws IllegalStateException when there is none, or several runs have the name, with their ids
     */
    public static JsonNode of(FleetClient fleet, String said) {
        try {
            return byId(fleet, said);
        } catch (RefusedException e) {
            if (!e.isUnknown()) {
                throw e;
            }
            List<String> ids = named(fleet, said);
            if (ids.isEmpty()) {
                throw e;
            }
            if (ids.size() > 1) {
                throw new IllegalStateException(Terminal.plain(several(said, ids)), e);
            }
            return byId(fleet, ids.get(0));
        }
    }

    /**
     * Id of a run.
     *
     * @param said id of the run, or its name
     * @throws IllegalStateException when there is none, or several runs have the name, with their ids
     */
    static String id(FleetClient fleet, String said) {
        return of(fleet, said).path("run").asText(said);
    }

    private static JsonNode byId(FleetClient fleet, String id) {
        return fleet.get("/runs/" + FleetClient.encoded(id), Map.of());
    }

    private static List<String> named(FleetClient fleet, String name) {
        return fleet.list("/runs", Map.of("text", name), "runs", MOST_RUNS).items().stream()
                .filter(row -> row.path("name").asText().equals(name))
                .map(row -> row.path("run").asText())
                .toList();
    }

    private static String several(String name, List<String> ids) {
        String more = ids.size() > MOST_LISTED ? ", ..." : "";
        return ids.size() + " runs have the name '" + name + "'; say the id of one: "
                + String.join(", ", ids.subList(0, Math.min(MOST_LISTED, ids.size()))) + more;
    }
}
