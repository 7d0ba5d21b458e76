package io.gradwatch.standalone.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** How much of the log is shown on standard error: warnings, unless {@code --verbose} asks for more. */
public final class Verbosity {

    /** Whether a failure shows where in the code it happened. */
    private static volatile boolean verbose;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Also show what happens inside, on standard error.")
    void setVerbose(boolean asked) {
        verbose = asked;
        if (asked) {
            Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.INFO);
        }
    }

    static boolean isVerbose() {
        return verbose;
    }
}
