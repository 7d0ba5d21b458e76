package io.gradwatch.standalone.demo;

import io.gradwatch.alerting.NotifierCatalogue;
import io.gradwatch.alerting.notify.ConsoleNotifier;
import io.gradwatch.config.Configuration;
import io.gradwatch.config.ConfigurationException;
import io.gradwatch.standalone.cli.Terminal;
import io.gradwatch.standalone.demo.jobs.DemoJob;
import io.gradwatch.standalone.demo.jobs.DemoJobs;
import io.gradwatch.standalone.settings.Settings;
import io.gradwatch.standalone.stack.DataFolder;
import io.gradwatch.standalone.stack.MonitorStack;
import io.gradwatch.standalone.stack.StopSignal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;

/** Starts the whole stack, trains the demo's jobs under it, and compares the alerts that come with those expected. */
final class Demo implements AutoCloseable {

    /** From the end of the last job to the last alert: a killed job is noticed by its silence, which takes a while. */
    private static final Duration LONGEST_WAIT_FOR_ALERTS = Duration.ofSeconds(90);

    private static final Duration LOOK_INTERVAL = Duration.ofMillis(200);

    /**
     * Alerts are shown as they come, and those of one run together. The agent listens apart from the user's own, whose
     * records would be gone with the demo.
     */
    private static final String CONFIGURATION = """
            kafka:
              port: 0
            agent:
              socket: '%s'
              home-records: false
            detection:
              pulse-interval: 1s
            alerting:
              group-wait: 500ms
              group-interval: 2s
              receivers:
                - name: terminal
                  console:
                    colour: %s
            """;

    private final DemoScreen screen;
    private final Terminal terminal;
    private final DataFolder folder;
    private final MonitorStack stack;
    private final ExpectedAlerts expected = new ExpectedAlerts();
    private AlertTail tail;

    /**
     * @param folder for all state
     * @param screen shows progress and alerts
     * @param terminal paints
     */
    Demo(DataFolder folder, DemoScreen screen, Terminal terminal) throws ConfigurationException {
        this.folder = folder;
        this.screen = screen;
        this.terminal = terminal;
        this.stack = new MonitorStack(settings(folder, screen, terminal), folder, line -> screen.print("  " + line));
    }

    /** Starts the stack and introduces the runs. */
    void start() throws InterruptedException {
        screen.print(terminal.bold("Starting Kafka, detection and alerting in this process"));
        stack.start();
        tail = new AlertTail(stack.bootstrapServers(), expected::observe);
        tail.start();
        screen.print("\n" + terminal.bold("Training five networks on hand-written digits"));
        for (DemoJob job : DemoJobs.all()) {
            expected.expect(job.name(), job.expectedAlerts());
            screen.print("  %-12s %s".formatted(job.name(), job.shows()));
        }
        screen.print("");
    }

    /** Address of Kafka for further jobs. */
    String bootstrapServers() {
        return stack.bootstrapServers();
    }

    /**
     * Trains all jobs and waits for their alerts.
     *
     * @param stop ends the wait early
     * @return true where every expected alert came, and none from a healthy run
     */
    boolean runToTheEnd(StopSignal stop) throws InterruptedException {
        Map<String, String> environment = Map.of(
                "GRADWATCH_BOOTSTRAP_SERVERS",
                stack.bootstrapServers(),
                "GRADWATCH_SPOOL_FOLDER",
                folder.spool().toString(),
                "GRADWATCH_HEARTBEAT_INTERVAL",
                "2s");
        try (DemoTrainings trainings = new DemoTrainings(environment, folder, screen, expected::allCame)) {
            trainings.start();
            Instant deadline = Instant.MAX;
            while (!stop.within(LOOK_INTERVAL) && Instant.now().isBefore(deadline)) {
                if (trainings.areDone()) {
                    deadline = deadline.equals(Instant.MAX) ? Instant.now().plus(LONGEST_WAIT_FOR_ALERTS) : deadline;
                    if (expected.allCame()) {
                        break;
                    }
                }
            }
        }
        screen.finish();
        if (stop.asked()) {
            return false;
        }
        screen.print(DemoSummary.of(expected.outcomes(), terminal));
        return expected.outcomes().stream().allMatch(ExpectedAlerts.Outcome::asExpected);
    }

    @Override
    public void close() throws InterruptedException {
        if (tail != null) {
            tail.close();
        }
        stack.close();
    }

    static Settings settings(DataFolder folder, DemoScreen screen, Terminal terminal) throws ConfigurationException {
        String socket = folder.root().resolve("agent.sock").toString().replace("'", "''");
        String yaml = CONFIGURATION.formatted(socket, terminal.isColoured() ? "always" : "never");
        NotifierCatalogue catalogue = NotifierCatalogue.load().with(new ConsoleNotifier.Factory(screen.asAppendable()));
        return Configuration.parse(yaml, "demo", Map.of()).read(root -> Settings.from(root, catalogue));
    }
}
