package io.gradwatch.alerting;

import io.gradwatch.config.ConfigSection;
import io.gradwatch.service.ServiceProcess;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;

/** Alerting as a process of its own. */
public final class AlertingMain {

    private static final ServiceProcess<AlertingSettings> PROCESS = new ServiceProcess<>(
            AlertingMain.class,
            "Alerting",
            "Tells people what the topic training.alerts says.",
            "the outbox is kept",
            Path.of("data", "alerting"),
            new Part());

    private AlertingMain() {}

    /** Runs until a signal stops it. */
    public static void main(String[] arguments) throws InterruptedException {
        PROCESS.main(arguments);
    }

    /** Runs until a signal and returns the exit code. */
    static int run(String[] arguments, Map<String, String> environment, PrintStream err) throws InterruptedException {
        return PROCESS.run(arguments, environment, err);
    }

    private static final class Part implements ServiceProcess.Part<AlertingSettings> {

        @Override
        public AlertingSettings settings(ConfigSection root) {
            AlertingSettings settings = AlertingSettings.from(root);
            if (!settings.summaries().isEmpty() && settings.fleet().isEmpty()) {
                root.section("alerting")
                        .problem("summaries", "need fleet.url, the address of the fleet that makes them");
            }
            return settings;
        }

        @Override
        public Runnable start(AlertingSettings settings, String bootstrapServers, Path data) {
            AlertingService service = new AlertingService(settings, bootstrapServers, data, Clock.systemUTC());
            service.start();
            return service::close;
        }
    }
}
