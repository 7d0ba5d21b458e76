package io.gradwatch.standalone.rules;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A file of tests.
 *
 * @param config the configuration that is tested; empty for the defaults
 * @param runs expected alerts of each log, one at least
 */
record RuleTests(Optional<Path> config, List<ExpectedRun> runs) {

    private static final String RUNS = "runs";
    private static final ConfigKey<String> CONFIG =
            ConfigKey.text("config", null, "The configuration that is tested, relative to this file.");

    /**
     * Reads a file.
     *
     * @throws ConfigurationException with everything that is wrong with it
     */
    static RuleTests load(Path file) throws ConfigurationException {
        Path folder = file.toAbsolutePath().getParent();
        return Configuration.load(file, Map.of()).read(root -> from(root, folder));
    }

    private static RuleTests from(ConfigSection root, Path folder) {
        List<ExpectedRun> runs = root.list(RUNS).stream()
                .map(section -> ExpectedRun.read(section, folder))
                .toList();
        if (runs.isEmpty()) {
            root.problem(RUNS, "is missing or empty; it must be a list of logs with what is expected of them");
        }
        return new RuleTests(Optional.ofNullable(root.get(CONFIG)).map(folder::resolve), runs);
    }
}
