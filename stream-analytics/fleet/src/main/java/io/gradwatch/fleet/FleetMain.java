package io.gradwatch.fleet;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.config.ConfigSection;
import io.gradwatch.service.ServiceProcess;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** The fleet as a process of its own. */
public final class FleetMain {

    private static final ServiceProcess<FleetSettings> PROCESS = new ServiceProcess<>(
            FleetMain.class,
            "The fleet",
            "Keeps the live tables and the history of all runs, and serves the page and the API.",
            "the history and the state of the tables are kept",
            Path.of("data", "fleet"),
            new Part());

    private FleetMain() {}

    /** Runs until a signal stops it. */
    public static void main(String[] arguments) throws InterruptedException {
        PROCESS.main(arguments);
    }

    /** Runs until a signal and returns the exit code. */
    static int run(String[] arguments, Map<String, String> environment, PrintStream err) throws InterruptedException {
        return PROCESS.run(arguments, environment, err);
    }

    private static final class Part implements ServiceProcess.Part<FleetSettings> {

        @Override
        public FleetSettings settings(ConfigSection root) {
            return FleetSettings.from(root);
        }

        @Override
        public Runnable start(FleetSettings settings, String bootstrapServers, Path data) {
            FleetService service =
                    new FleetService(settings, KafkaLogin.properties(bootstrapServers), data, Clock.systemUTC());
            service.start();
            return service::close;
        }
    }
}
