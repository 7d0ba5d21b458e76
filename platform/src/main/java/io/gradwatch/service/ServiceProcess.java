package io.gradwatch.service;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * A part of the product as a process of its own: its arguments, its section of the configuration, and its end by a
 * signal.
 *
 * @param <S> settings of the part
 */
public final class ServiceProcess<S> {

    /** Addresses of Kafka, in section {@code kafka}. */
    public static final ConfigKey<String> BOOTSTRAP_SERVERS =
            ConfigKey.text("bootstrap-servers", "127.0.0.1:9092", "Where Kafka is: host:port, several with commas.");

    private static final String USAGE = """
            %s

            Usage: %s [--config FILE] [--bootstrap-servers HOST:PORT,...] [--data FOLDER]

              --config FILE         the configuration, YAML; without it the defaults and GRADWATCH_... variables hold
              --bootstrap-servers   where Kafka is; over kafka.bootstrap-servers of the configuration
              --data FOLDER         where %s; %s by default

            Exit codes: 0 stopped by a signal, 1 could not start, 2 wrong arguments or configuration.
            Example: %2$s --config gradwatch.yaml --bootstrap-servers kafka:9092 --data /var/lib/gradwatch
            """;

    private final Class<?> main;
    private final String name;
    private final Path usualData;
    private final String usage;
    private final Part<S> part;

    /** Part of the product that runs in the process. */
    public interface Part<S> {

        /** Reads its settings; problems are noted in the section. */
        S settings(ConfigSection root);

        /**
         * Starts it.
         *
         * @param bootstrapServers of Kafka: host:port, several with commas
         * @param data folder of its state
         * @return stops it again
         * @throws RuntimeException when it cannot start; the message says why
         */
        Runnable start(S settings, String bootstrapServers, Path data);
    }

    /**
     * @param main class that is run
     * @param name of the part, at the beginning of a sentence
     * @param does its task, in one sentence
     * @param keeps content of its folder, as in "the outbox is kept"
     * @param usualData the folder where none is given
     */
    public ServiceProcess(Class<?> main, String name, String does, String keeps, Path usualData, Part<S> part) {
        this.main = main;
        this.name = name;
        this.usualData = usualData;
        this.usage = USAGE.formatted(does, main.getSimpleName(), keeps, usualData);
        this.part = part;
    }

    /** Runs until a signal stops it, and exits with a code other than 0 where it could not start. */
    public void main(String[] arguments) throws InterruptedException {
        int code = run(arguments, System.getenv(), System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs until a signal and returns the exit code. */
    public int run(String[] arguments, Map<String, String> environment, PrintStream err) throws InterruptedException {
        try {
            Arguments given = parse(arguments);
            if (given.help) {
                err.print(usage);
                return 0;
            }
            serve(given, environment, err);
            return 0;
        } catch (IllegalArgumentException | ConfigurationException e) {
            err.println(e.getMessage());
            return 2;
        } catch (RuntimeException e) {
            err.println(name + " could not start: " + e.getMessage());
            return 1;
        }
    }

    private void serve(Arguments given, Map<String, String> environment, PrintStream err)
            throws ConfigurationException, InterruptedException {
        Configuration configuration = given.config == null
                ? Configuration.defaults(environment)
                : Configuration.load(given.config, environment);
        S settings = part.settings(configuration.root());
        String configured = configuration.root().section("kafka").get(BOOTSTRAP_SERVERS);
        configuration.checkPart();
        String kafka = given.bootstrapServers == null ? configured : given.bootstrapServers;
        Runnable stop = part.start(settings, kafka, given.data);
        KafkaReach.problem(kafka).ifPresent(problem -> err.println(name + " waits: " + problem));
        CountDownLatch stopped = new CountDownLatch(1);
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            stop.run();
                            stopped.countDown();
                        },
                        main.getSimpleName() + "-stop"));
        stopped.await();
    }

    private Arguments parse(String[] arguments) {
        Arguments given = new Arguments();
        given.data = usualData;
        Iterator<String> rest = Arrays.asList(arguments).iterator();
        while (rest.hasNext()) {
            String option = rest.next();
            switch (option) {
                case "--config" -> given.config = Path.of(value(option, rest));
                case "--bootstrap-servers" -> given.bootstrapServers = value(option, rest);
                case "--data" -> given.data = Path.of(value(option, rest));
                case "--help", "-h" -> given.help = true;
                default -> throw new IllegalArgumentException("Unknown argument '" + option + "'\n\n" + usage);
            }
        }
        return given;
    }

    private String value(String option, Iterator<String> rest) {
        if (!rest.hasNext()) {
            throw new IllegalArgumentException(option + " needs a value\n\n" + usage);
        }
        return rest.next();
    }

    /** Arguments of the command line. */
    private static final class Arguments {
        private Path config;
        private String bootstrapServers;
        private Path data;
        private boolean help;
    }
}
