package io.gradwatch.detection.job;

import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.detection.job.settings.DetectionSettings;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Submits the detection job to a Flink session cluster.
 *
 * <pre>
 * java -cp ... io.gradwatch.detection.job.DetectionMain \
 *     [--config FILE] [--job-manager HOST:PORT] --checkpoints FOLDER [--watch]
 * </pre>
 *
 * <p>With {@code --watch} it stays, and submits the job again, from its newest checkpoint, whenever the JobManager does
 * not have it: a JobManager without high availability forgets its jobs when it restarts. To cancel the job for good,
 * stop this process first. Exit code 0 when the cluster has the job, 1 when it does not take it, 2 for wrong arguments
 * or a wrong configuration.
 */
public final class DetectionMain {

    private static final Logger LOG = LoggerFactory.getLogger(DetectionMain.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(2);

    private DetectionMain() {}

    /** See the class. */
    public static void main(String[] arguments) throws InterruptedException {
        System.exit(run(List.of(arguments), System.getenv()));
    }

    public static int run(List<String> arguments, Map<String, String> environment) throws InterruptedException {
        try {
            Arguments given = Arguments.parse(arguments);
            Configuration configuration = given.config == null
                    ? Configuration.defaults(environment)
                    : Configuration.load(Path.of(given.config), environment);
            DetectionSettings settings = DetectionSettings.from(configuration.root());
            configuration.checkPart();
            return submit(new ClusterDetection(settings, given.jobManager, given.checkpoints), given.watch);
        } catch (ConfigurationException | IllegalArgumentException e) {
            LOG.error("{}", e.getMessage());
            return 2;
        }
    }

    private static int submit(ClusterDetection detection, boolean watch) throws InterruptedException {
        try (detection) {
            boolean submitted = trySubmit(detection);
            while (watch) {
                TimeUnit.MILLISECONDS.sleep(BETWEEN_LOOKS.toMillis());
                trySubmit(detection);
            }
            return submitted ? 0 : 1;
        }
    }

    private static boolean trySubmit(ClusterDetection detection) throws InterruptedException {
        try {
            detection.submitIfMissing();
            return true;
        } catch (IllegalStateException e) {
            LOG.warn("{}", e.getMessage());
            return false;
        }
    }

    /** Arguments of the command line. */
    private static final class Arguments {
        private String config;
        private InetSocketAddress jobManager = InetSocketAddress.createUnresolved("127.0.0.1", 8081);
        private Path checkpoints;
        private boolean watch;

        static Arguments parse(List<String> given) {
            Arguments arguments = new Arguments();
            Deque<String> rest = new ArrayDeque<>(given);
            while (!rest.isEmpty()) {
                String name = rest.pop();
                switch (name) {
                    case "--config" -> arguments.config = value(name, rest);
                    case "--job-manager" -> arguments.jobManager = address(value(name, rest));
                    case "--checkpoints" -> arguments.checkpoints = Path.of(value(name, rest));
                    case "--watch" -> arguments.watch = true;
                    default ->
                        throw new IllegalArgumentException("unknown argument '" + name
                                + "'; known are --config, --job-manager, --checkpoints and --watch");
                }
            }
            if (arguments.checkpoints == null) {
                throw new IllegalArgumentException("--checkpoints FOLDER is missing");
            }
            return arguments;
        }

        private static String value(String name, Deque<String> rest) {
            if (rest.isEmpty()) {
                throw new IllegalArgumentException(name + " has no value");
            }
            return rest.pop();
        }

        private static InetSocketAddress address(String text) {
            int colon = text.lastIndexOf(':');
            try {
                return InetSocketAddress.createUnresolved(
                        text.substring(0, Math.max(0, colon)), Integer.parseInt(text.substring(colon + 1)));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("--job-manager was '" + text + "' but must be HOST:PORT", e);
            }
        }
    }
}
