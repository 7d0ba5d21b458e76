package io.gradwatch.standalone.replay.declared;

import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.schema.RunStarted;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Declarations of runs in a file: for all runs at its top, for one run under {@code runs.<id>}, which takes precedence.
 *
 * @param all of every run
 * @param runs of single runs, by id
 */
public record Declarations(Declaration all, Map<String, Declaration> runs) {

    private static final String RUNS = "runs";

    /** Declares nothing. */
    public static Declarations none() {
        return new Declarations(Declaration.NOTHING, Map.of());
    }

    /**
     * Reads a YAML file. No environment variable overrides it: it is about runs, not about this machine.
     *
     * @throws ConfigurationException with every problem of the file
     */
    public static Declarations load(Path file) throws ConfigurationException {
        return Configuration.load(file, Map.of()).read(Declarations::read);
    }

    /** Adds the declarations of a run to the description from its log. */
    public void declare(String runId, RunStarted run) {
        all.declare(run);
        runs.getOrDefault(runId, Declaration.NOTHING).declare(run);
    }

    private static Declarations read(ConfigSection top) {
        ConfigSection section = top.section(RUNS);
        Map<String, Declaration> runs = new LinkedHashMap<>();
        section.names().forEach(id -> runs.put(id, Declaration.read(section.section(id))));
        return new Declarations(Declaration.read(top), runs);
    }
}
