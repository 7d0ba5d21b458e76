package io.gradwatch.standalone.stack;

import io.gradwatch.agent.gateway.AgentGateway;
import io.gradwatch.agent.gateway.AgentPlace;
import io.gradwatch.agent.gateway.GatewaySettings;
import io.gradwatch.alerting.AlertingService;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.standalone.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.kafka.clients.CommonClientConfigs;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The whole monitor in one process: Kafka, the Flink job, alerting, the fleet with its page, and an agent for jobs
 * without a Kafka client. Every part keeps its state in the data folder; after a {@link #close} or a kill, a new one on
 * the same folder goes on where this one was.
 */
public final class MonitorStack implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(MonitorStack.class);
    private static final Duration LONGEST_START = Duration.ofMinutes(2);

    private final Settings settings;
    private final DataFolder folder;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private String bootstrapServers;
    private EmbeddedDetection detection;
    private AlertingService alerting;
    private Optional<AgentGateway> agent = Optional.empty();
    private Optional<FleetService> fleet = Optional.empty();
    /** Read by the threads of the agent and of alerting. */
    private volatile PublicUrl ownPage;

    /**
     * @param settings of all parts
     * @param folder where they keep their state; stays open when the stack is closed
     * @param progress takes a line for each part that runs
     */
    public MonitorStack(Settings settings, DataFolder folder, Consumer<String> progress) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Starts the parts in the order of the data's way and returns when all run.
     *
     * @throws IllegalStateException when one cannot start; those before it are stopped again
     */
    public synchronized void start() throws InterruptedException {
        boolean running = false;
        try {
            bootstrapServers = settings.standalone().bootstrapServers().orElseGet(this::startBroker);
            int partitions = Math.max(
                    settings.standalone().partitions(), settings.detection().parallelism());
            TopicSetup.createMissing(bootstrapServers, partitions, (short) 1);
            progress.accept("Kafka runs at " + bootstrapServers);
            startAlerting();
            progress.accept("alerting runs");
            startDetection();
            progress.accept("detection runs");
            startFleet();
            startAgent();
            running = true;
        } finally {
            if (!running) {
                close();
            }
        }
    }

    /** Where agents connect: host and port. */
    public synchronized String bootstrapServers() {
        return bootstrapServers;
    }

    /** Where jobs without a Kafka client connect; empty where another agent listens there. */
    public synchronized Optional<AgentPlace> agentPlace() {
        return agent.map(AgentGateway::place);
    }

    /** Where the page is; empty where its port is taken. */
    public synchronized Optional<URI> page() {
        return fleet.map(service -> URI.create("http://" + settings.fleet().host() + ":" + service.port() + "/"));
    }

    /** Where links lead: what the configuration names, else the page of this process; empty where there is neither. */
    private Optional<PublicUrl> publicUrl() {
        return settings.publicUrl().or(() -> Optional.ofNullable(ownPage));
    }

    /** What is wrong with a part; empty while all is well. */
    public synchronized Optional<String> check() {
        return Stream.of(
                        detection.check().map(problem -> "detection: " + problem),
                        alerting.check().map(problem -> "alerting: " + problem),
                        agent.flatMap(AgentGateway::check).map(problem -> "agent: " + problem),
                        fleet.flatMap(FleetService::check).map(problem -> "fleet: " + problem))
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + "; " + other);
    }

    /** Stops the parts, last started first. Does nothing when they are stopped. */
    @Override
    public synchronized void close() {
        while (!started.isEmpty()) {
            AutoCloseable part = started.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not stop cleanly", part, e);
            }
        }
    }

    private String startBroker() {
        EmbeddedBroker broker =
                new EmbeddedBroker(folder.broker(), settings.standalone().kafkaPort());
        broker.start();
        started.push(broker);
        return broker.bootstrapServers();
    }

    private void startAlerting() {
        alerting = new AlertingService(
                settings.alerting(), bootstrapServers, folder.alerting(), Clock.systemUTC(), this::publicUrl);
        alerting.start();
        started.push(alerting);
    }

    private void startDetection() throws InterruptedException {
        detection = new EmbeddedDetection(settings.detection().at(bootstrapServers), folder.detection());
        detection.start();
        started.push(detection);
        detection.awaitRunning(LONGEST_START);
    }

    /** The stack watches and tells without it. */
    private void startFleet() {
        FleetService service = new FleetService(
                settings.fleet(),
                Map.of(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers),
                folder.fleet(),
                Clock.systemUTC());
        try {
            service.start();
            started.push(service);
            fleet = Optional.of(service);
            ownPage = ownPage(settings.fleet().host(), service.port());
            page().ifPresent(page -> progress.accept("the page is at " + page));
        } catch (IllegalStateException e) {
            progress.accept("there is no page: " + e.getMessage());
        }
    }

    /** A server at all addresses of the host is reached from the host at the loopback. */
    private static PublicUrl ownPage(String host, int port) {
        boolean everywhere = host.equals("0.0.0.0") || host.equals("::");
        String name = everywhere ? "127.0.0.1" : host.contains(":") ? "[" + host + "]" : host;
        return PublicUrl.of("http://" + name + ":" + port);
    }

    /** The stack works without it: jobs may speak to another agent on this host, or to Kafka. */
    private void startAgent() {
        try {
            GatewaySettings given = settings.agent().withSpoolFolder(folder.spool());
            AgentGateway gateway = new AgentGateway(
                    given.place(System.getenv()),
                    given.token(),
                    given.shipping(bootstrapServers, System.getenv()),
                    given.mlflowAnswers(),
                    this::publicUrl);
            gateway.start();
            started.push(gateway);
            agent = Optional.of(gateway);
            progress.accept("the agent listens at " + gateway.place());
            gateway.mlflowUri().ifPresent(uri -> progress.accept("MLflow clients are answered at " + uri));
        } catch (IOException | IllegalArgumentException | IllegalStateException e) {
            progress.accept("no agent listens here: " + e.getMessage());
        }
    }
}
