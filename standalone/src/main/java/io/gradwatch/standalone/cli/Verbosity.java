package io.gradwatch.standalone.cli;

import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** Amount of logging on standard error: warnings, unless {@code --verbose} asks for more. */
public final class Verbosity {

    private static final String STANDARD_ERROR = "stderr";

    /** True where a failure is shown with its stack trace. */
    private static volatile boolean verbose;

    @Option(
            names = "--verbose",
            scope = ScopeType.INHERIT,
            description = "Also show what happens inside, on standard error.")
    void setVerbose(boolean asked) {
        verbose = asked;
        if (asked) {
            LoggerContext context = (LoggerContext) LogManager.getContext(false);
            Configuration configuration = context.getConfiguration();
            // Others than our own write there only when they are asked to.
            configuration.getLoggerConfig("io.gradwatch").removeAppender(STANDARD_ERROR);
            configuration.getRootLogger().addAppender(configuration.getAppender(STANDARD_ERROR), null, null);
            Configurator.setAllLevels(LogManager.ROOT_LOGGER_NAME, Level.INFO);
        }
    }

    static boolean isVerbose() {
        return verbose;
    }
}
