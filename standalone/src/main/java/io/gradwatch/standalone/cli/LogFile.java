package io.gradwatch.standalone.cli;

import java.nio.file.Path;
import org.apache.logging.log4j.Level;
import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.appender.RollingFileAppender;
import org.apache.logging.log4j.core.appender.rolling.DefaultRolloverStrategy;
import org.apache.logging.log4j.core.appender.rolling.SizeBasedTriggeringPolicy;
import org.apache.logging.log4j.core.config.Configuration;
import org.apache.logging.log4j.core.config.Configurator;
import org.apache.logging.log4j.core.filter.BurstFilter;
import org.apache.logging.log4j.core.layout.PatternLayout;

/**
 * The file in the data folder for the warnings of all parts. Kafka and Flink warn of much that ends by itself, and that
 * users cannot act on. Two files of ten MiB at most, and {@value #LINES_A_SECOND} lines a second on average: a flood of
 * the same does not push out what came before it.
 */
public final class LogFile implements AutoCloseable {

    private static final String NAME = "gradwatch-log-file";
    private static final String PATTERN = "%d{ISO8601} %-5level %logger{1.} [%t] %msg%n%xEx";

    /** Own choice. */
    private static final float LINES_A_SECOND = 5;

    /** Lines that may come at once. Own choice: a start in trouble writes some dozens. */
    private static final long MOST_AT_ONCE = 500;

    private static final String FLINK_TASKS = "org.apache.flink.runtime.taskmanager.Task";

    private final LoggerContext context;
    private final RollingFileAppender appender;

    private LogFile(LoggerContext context, RollingFileAppender appender) {
        this.context = context;
        this.appender = appender;
    }

    /** Path of the log file in a data folder. */
    public static Path of(Path dataFolder) {
        return dataFolder.resolve("gradwatch.log");
    }

    /** Opens the log file; from now on it gets all warnings of this process. */
    public static LogFile open(Path dataFolder) {
        LoggerContext context = (LoggerContext) LogManager.getContext(false);
        Configuration configuration = context.getConfiguration();
        String file = of(dataFolder).toString();
        RollingFileAppender appender = RollingFileAppender.newBuilder()
                .setName(NAME)
                .withFileName(file)
                .withFilePattern(file + ".%i")
                .withPolicy(SizeBasedTriggeringPolicy.createPolicy("10MB"))
                .withStrategy(DefaultRolloverStrategy.newBuilder()
                        .withMax("1")
                        .withConfig(configuration)
                        .build())
                .setLayout(PatternLayout.newBuilder()
                        .withConfiguration(configuration)
                        .withPattern(PATTERN)
                        .build())
                .setConfiguration(configuration)
                .setFilter(BurstFilter.newBuilder()
                        .setLevel(Level.ERROR)
                        .setRate(LINES_A_SECOND)
                        .setMaxBurst(MOST_AT_ONCE)
                        .build())
                .build();
        appender.start();
        configuration.addAppender(appender);
        configuration.getRootLogger().addAppender(appender, Level.WARN, null);
        context.updateLoggers();
        return new LogFile(context, appender);
    }

    /** From now on the parts are stopped on purpose; Flink warns of each task that ends so, as of one that fails. */
    void stopping() {
        Configurator.setLevel(FLINK_TASKS, Level.OFF);
    }

    @Override
    public void close() {
        context.getConfiguration().getRootLogger().removeAppender(NAME);
        context.updateLoggers();
        appender.stop();
    }
}
