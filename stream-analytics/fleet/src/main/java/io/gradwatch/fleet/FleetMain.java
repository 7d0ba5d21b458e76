package io.gradwatch.fleet;

import io.gradwatch.config.ConfigKey;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.clients.CommonClientConfigs;

/** The fleet as a process of its own. */
public final class FleetMain {

    /** Where Kafka is. */
    public static final ConfigKey<String> BOOTSTRAP_SERVERS =
            ConfigKey.text("bootstrap-servers", "127.0.0.1:9092", "Where Kafka is: host:port, several with commas.");

    private static final String USAGE = """
            Keeps the live tables of all runs, and serves the page and the API.

            Usage: FleetMain [--config FILE] [--bootstrap-servers HOST:PORT,...] [--data FOLDER]

              --config FILE         the configuration, YAML; without it the defaults and GRADWATCH_... variables hold
              --bootstrap-servers   where Kafka is; over kafka.bootstrap-servers of the configuration
              --data FOLDER         where the state of the tables is kept; data/fleet by default

            Exit codes: 0 stopped by a signal, 1 could not start, 2 wrong arguments or configuration.
            Example: FleetMain --config gradwatch.yml --bootstrap-servers kafka:9092 --data /var/lib/gradwatch
            """;

    private FleetMain() {}

    /** Runs until a signal stops it. */
    public static void main(String[] arguments) throws InterruptedException {
        int code = run(arguments, System.getenv(), System.err);
        if (code != 0) {
            System.exit(code);
        }
    }

    /** Runs until a signal and returns the exit code. */
    static int run(String[] arguments, Map<String, String> environment, PrintStream err) throws InterruptedException {
        try {
            Arguments given = Arguments.parse(arguments);
            if (given.help) {
                err.print(USAGE);
                return 0;
            }
            serve(service(given, environment));
            return 0;
        } catch (IllegalArgumentException | ConfigurationException e) {
            err.println(e.getMessage());
            return 2;
        } catch (RuntimeException e) {
            err.println("The fleet could not start: " + e.getMessage());
            return 1;
        }
    }

    private static FleetService service(Arguments given, Map<String, String> environment)
            throws ConfigurationException {
        Configuration configuration = given.config == null
                ? Configuration.defaults(environment)
                : Configuration.load(given.config, environment);
        FleetSettings settings = FleetSettings.from(configuration.root());
        String bootstrapServers = configuration.root().section("kafka").get(BOOTSTRAP_SERVERS);
        configuration.checkPart();
        return new FleetService(
                settings,
                Map.of(
                        CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG,
                        given.bootstrapServers == null ? bootstrapServers : given.bootstrapServers),
                given.data,
                Clock.systemUTC());
    }

    private static void serve(FleetService service) throws InterruptedException {
        CountDownLatch stopped = new CountDownLatch(1);
        service.start();
        Runtime.getRuntime()
                .addShutdownHook(new Thread(
                        () -> {
                            service.close();
                            stopped.countDown();
                        },
                        "fleet-stop"));
        stopped.await();
    }

    /** What the command line says. */
    private static final class Arguments {
        private Path config;
        private String bootstrapServers;
        private Path data = Path.of("data", "fleet");
        private boolean help;

        static Arguments parse(String[] arguments) {
            Arguments given = new Arguments();
            Iterator<String> rest = Arrays.asList(arguments).iterator();
            while (rest.hasNext()) {
                String option = rest.next();
                switch (option) {
                    case "--config" -> given.config = Path.of(value(option, rest));
                    case "--bootstrap-servers" -> given.bootstrapServers = value(option, rest);
                    case "--data" -> given.data = Path.of(value(option, rest));
                    case "--help", "-h" -> given.help = true;
                    default -> throw new IllegalArgumentException("Unknown argument '" + option + "'\n\n" + USAGE);
                }
            }
            return given;
        }

        private static String value(String option, Iterator<String> rest) {
            if (!rest.hasNext()) {
                throw new IllegalArgumentException(option + " needs a value\n\n" + USAGE);
            }
            return rest.next();
        }
    }
}
