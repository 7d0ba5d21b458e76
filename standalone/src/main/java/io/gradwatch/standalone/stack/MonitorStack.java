package io.gradwatch.standalone.stack;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.agent.gateway.AgentGateway;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.alerting.AlertingService;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.detection.job.EmbeddedDetection;
import io.gradwatch.fleet.FleetService;
import io.gradwatch.fleet.FleetSettings;
import io.gradwatch.kafka.EmbeddedBroker;
import io.gradwatch.kafka.TopicSetup;
import io.gradwatch.service.DiskRoom;
import io.gradwatch.service.TakenPort;
import io.gradwatch.standalone.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
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

    /** Problems that people hear of as alerts: those that do not pass by themselves. */
    private static final Set<String> ALERTED = Set.of("disk", "detection");

    private final Settings settings;
    private final DataFolder folder;
    private final Consumer<String> progress;
    private final Deque<AutoCloseable> started = new ArrayDeque<>();
    private String bootstrapServers;
    private EmbeddedDetection detection;
    private AlertingService alerting;
    private EmbeddedBroker broker;
    private DiskWatch disk;
    private MonitorAlerts monitorAlerts;
    private ClientCredentials credentials;
    private Optional<SharedHost> shared = Optional.empty();
    private Optional<AgentGateway> agent = Optional.empty();
    private Optional<FleetService> fleet = Optional.empty();
    private OwnFleet ownFleet;

    /**
     * @param settings of all parts
     * @param folder of their state; stays open when the stack is closed
     * @param progress takes a line for each part that runs
     */
    public MonitorStack(Settings settings, DataFolder folder, Consumer<String> progress) {
        this.settings = settings;
        this.folder = folder;
        this.progress = progress;
    }

    /**
     * Starts Kafka, then the other parts beside each other, and returns when all run.
     *
     * @throws IllegalStateException when one cannot start; the others are stopped again
     */
    public synchronized void start() throws InterruptedException {
        boolean running = false;
        try {
            if (settings.standalone().sharedHost()) {
                SharedHost host = SharedHost.open(folder, progress);
                progress.accept(host.described(settings.standalone().bootstrapServers(), ownTokens()));
                shared = Optional.of(host);
            }
            credentials = new ClientCredentials(shared);
            started.push(credentials);
            settings.standalone().bootstrapServers().ifPresent(credentials::otherKafka);
            bootstrapServers = settings.standalone().bootstrapServers().orElseGet(this::startBroker);
            int partitions = Math.max(
                    settings.standalone().partitions(), settings.detection().parallelism());
            TopicSetup.createMissing(bootstrapServers, partitions, (short) 1);
            if (broker != null) {
                broker.keepCopies();
            }
            progress.accept("Kafka runs at " + bootstrapServers);
            startParts();
            monitorAlerts = new MonitorAlerts(bootstrapServers, folder.monitorAlerts(), Clock.systemUTC());
            started.push(monitorAlerts);
            running = true;
        } finally {
            if (!running) {
                close();
            }
        }
    }

    private boolean ownTokens() {
        return !settings.fleet().access().tokens().isEmpty();
    }

    /**
     * Starts the parts in the order in which the data pass them. They are reported in that order, and closed in the
     * reverse one.
     */
    private void startParts() throws InterruptedException {
        FleetSettings fleetSettings =
                shared.map(host -> host.protect(settings.fleet())).orElse(settings.fleet());
        ownFleet = new OwnFleet(fleetSettings);
        alerting = new AlertingService(
                settings.alerting(),
                bootstrapServers,
                folder.alerting(),
                Clock.systemUTC(),
                this::publicUrl,
                ownFleet::api);
        detection = new EmbeddedDetection(settings.detection().at(bootstrapServers), folder.detection());
        FleetService service = new FleetService(
                fleetSettings, KafkaLogin.properties(bootstrapServers), folder.fleet(), Clock.systemUTC());
        // Those that run are closed also where another does not start.
        started.push(alerting);
        started.push(detection);
        started.push(service);
        ExecutorService starts = Executors.newCachedThreadPool(DaemonThreads.named("gradwatch-start"));
        try {
            Future<String> alerts = starts.submit(() -> {
                alerting.start();
                return "alerting runs";
            });
            Future<String> detecting = starts.submit(() -> {
                detection.start();
                detection.awaitRunning(LONGEST_START);
                return "detection runs";
            });
            Future<Optional<String>> page = starts.submit(() -> startFleet(service));
            Future<AgentGateway> listening = starts.submit(this::startAgent);
            starts.shutdown();
            starts.awaitTermination(Long.MAX_VALUE, TimeUnit.NANOSECONDS);
            // Taken before another part's failure is thrown, so that it is closed then.
            Optional<String> noAgent = takeAgent(listening);
            progress.accept(result(alerts));
            progress.accept(result(detecting));
            announceFleet(service, result(page));
            announceAgent(noAgent);
        } finally {
            starts.shutdownNow();
        }
    }

    /** @throws IllegalStateException when the part did not start, with what it said */
    private static <T> T result(Future<T> start) throws InterruptedException {
        try {
            return start.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause().getMessage(), e.getCause());
        }
    }

    /** Host and port of Kafka for agents. */
    public synchronized String bootstrapServers() {
        return bootstrapServers;
    }

    /** Address for jobs without a Kafka client; empty where another agent listens there. */
    public synchronized Optional<AgentPlace> agentPlace() {
        return agent.map(AgentGateway::place);
    }

    /** Address of the page; empty where its port is taken. */
    public synchronized Optional<URI> page() {
        return fleet.flatMap(service -> ownFleet.page()).map(page -> URI.create(page.base() + "/"));
    }

    /** Base of links: from the configuration, else the page of this process; empty where there is neither. */
    private Optional<PublicUrl> publicUrl() {
        return settings.publicUrl().or(ownFleet::page);
    }

    /** Problem of a part; empty while all is well. Problems of disk and detection become alerts, and so does damage. */
    public synchronized Optional<String> check() {
        Map<String, String> problems = new LinkedHashMap<>();
        if (disk != null) {
            disk.check().ifPresent(problem -> problems.put("disk", problem));
        }
        detection.check().ifPresent(problem -> problems.put("detection", "detection: " + problem));
        alerting.check().ifPresent(problem -> problems.put("alerting", "alerting: " + problem));
        agent.flatMap(AgentGateway::check).ifPresent(problem -> problems.put("agent", "agent: " + problem));
        fleet.flatMap(FleetService::check).ifPresent(problem -> problems.put("fleet", "fleet: " + problem));
        if (monitorAlerts != null) {
            Map<String, String> alerted = new LinkedHashMap<>(problems);
            alerted.keySet().retainAll(ALERTED);
            monitorAlerts.update(alerted);
            damage().forEach(monitorAlerts::reportOnce);
        }
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems.values()));
    }

    /** Damage found since the start: sentences for a person. */
    public synchronized List<String> damage() {
        List<String> damage = new ArrayList<>();
        detection.damage().ifPresent(damage::add);
        damage.addAll(alerting.damage());
        fleet.ifPresent(service -> damage.addAll(service.damage()));
        return damage;
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
        int port = settings.standalone().kafkaPort();
        if (port != 0 && EmbeddedBroker.isTaken(port)) {
            throw new IllegalStateException(TakenPort.problem("Kafka", "127.0.0.1", port, "kafka.port"));
        }
        broker = new EmbeddedBroker(folder.broker(), port, shared.map(SharedHost::login));
        credentials.kafka(broker.bootstrapServers(), port == 0);
        broker.start();
        started.push(broker);
        disk = new DiskWatch(() -> DiskRoom.of(folder.root()), broker::stop, broker::start);
        started.push(disk);
        disk.start();
        return broker.bootstrapServers();
    }

    /** Starts the fleet; the reason where it cannot start, since detection and alerting work without it. */
    private Optional<String> startFleet(FleetService service) {
        try {
            service.start();
            ownFleet.listensAt(service.port());
            credentials.page(settings.fleet().host() + ":" + service.port(), ownTokens());
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void announceFleet(FleetService service, Optional<String> problem) {
        if (problem.isPresent()) {
            progress.accept("there is no page: " + problem.get());
            return;
        }
        fleet = Optional.of(service);
        page().ifPresent(page -> progress.accept("the page is at " + page));
    }

    private AgentGateway startAgent() throws IOException {
        AgentGateway gateway = settings.agent()
                .withSpoolFolder(folder.spool())
                .gateway(bootstrapServers, System.getenv(), this::publicUrl);
        gateway.start();
        return gateway;
    }

    /**
     * Reason where no agent listens. The stack works without: jobs may speak to another one on this host, or to Kafka.
     */
    private Optional<String> takeAgent(Future<AgentGateway> listening) throws InterruptedException {
        try {
            agent = Optional.of(result(listening));
            started.push(agent.get());
            return Optional.empty();
        } catch (IllegalStateException e) {
            return Optional.of(e.getMessage());
        }
    }

    private void announceAgent(Optional<String> problem) {
        problem.ifPresent(why -> progress.accept("no agent listens here: " + why));
        agent.ifPresent(gateway -> progress.accept("the agent listens at " + gateway.place()));
        agent.flatMap(AgentGateway::mlflowUri)
                .ifPresent(uri -> progress.accept("MLflow clients are answered at " + uri));
    }
}
