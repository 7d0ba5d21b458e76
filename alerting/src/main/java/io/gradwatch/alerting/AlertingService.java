package io.gradwatch.alerting;

import io.gradwatch.access.KafkaLogin;
import io.gradwatch.alerting.fleet.FleetAddress;
import io.gradwatch.alerting.fleet.FleetAnswers;
import io.gradwatch.alerting.group.IncidentRules;
import io.gradwatch.alerting.metrics.AlertingMetrics;
import io.gradwatch.alerting.outbox.Outbox;
import io.gradwatch.alerting.standby.AlertingInstance;
import io.gradwatch.alerting.standby.SingleInstance;
import io.gradwatch.alerting.standby.Standby;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.metrics.MetricsServer;
import io.gradwatch.metrics.MetricsSettings;
import io.gradwatch.service.TakenPort;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells people what training.alerts says. Its state, the outbox, is in the data folder and survives a restart and a
 * {@code kill -9}; where instances stand by for each other, it is in Kafka. Building it does nothing; it can be started
 * once, and again where that failed. All its threads are daemons.
 */
public final class AlertingService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(AlertingService.class);

    private final AlertingSettings settings;
    private final Map<String, Object> kafka;
    private final Clock clock;
    private final Supplier<Optional<PublicUrl>> page;
    private final FleetAnswers fleet;
    private final AlertingMetrics metrics = new AlertingMetrics();
    private final AlertingInstance instance;
    private boolean started;
    private MetricsServer metricsServer;
    private String metricsProblem;

    /** A service whose links and pictures are those of the addresses of the settings alone. */
    public AlertingService(AlertingSettings settings, String bootstrapServers, Path dataFolder, Clock clock) {
        this(settings, bootstrapServers, dataFolder, clock, Optional::empty, Optional::empty);
    }

    /**
     * @param bootstrapServers of Kafka: host:port, several with commas
     * @param dataFolder where the outbox is or will be
     * @param page where links lead as long as the settings name no address; empty while that is not known
     * @param fleet that is asked for pictures, restarts and summaries as long as the settings name none; empty while
     *     that is not known
     */
    public AlertingService(
            AlertingSettings settings,
            String bootstrapServers,
            Path dataFolder,
            Clock clock,
            Supplier<Optional<PublicUrl>> page,
            Supplier<Optional<FleetAddress>> fleet) {
        this.page = () -> settings.publicUrl().or(page);
        this.fleet = FleetAnswers.of(() -> settings.fleet().or(fleet));
        this.settings = settings;
        this.kafka = Map.copyOf(KafkaLogin.properties(bootstrapServers));
        this.clock = clock;
        IncidentRules rules = settings.incidentRules();
        this.instance = settings.standby()
                ? new Standby(kafka, dataFolder, rules, this::startPipeline, clock)
                : new SingleInstance(dataFolder, rules, this::startPipeline, clock);
        metrics.addState(this::notifications, this::check, this::leads);
    }

    private AlertPipeline startPipeline(Outbox outbox) {
        warnOfOrphans(outbox);
        AlertPipeline pipeline = AlertPipeline.build(settings, kafka, outbox, metrics, clock, page, fleet);
        pipeline.start();
        return pipeline;
    }

    /**
     * Opens the outbox and starts. Does not wait for Kafka.
     *
     * @throws io.gradwatch.alerting.outbox.store.OutboxException when the data folder cannot be used, or another
     *     service uses it
     */
    public synchronized void start() {
        if (started) {
            throw new IllegalStateException("the alerting service was started before");
        }
        instance.start();
        started = true;
        serveMetrics();
        settings.routes().leftOut().forEach(problem -> LOG.error("Routes are left out: {}", problem));
        LOG.info("Alerting reads from {}", kafka.get("bootstrap.servers"));
    }

    /** Trouble; empty when all is well or nothing was started. To stand by is well. Never throws. */
    public synchronized Optional<String> check() {
        List<String> problems = Stream.of(instance.check(), Optional.ofNullable(metricsProblem), routesLeftOut())
                .flatMap(Optional::stream)
                .toList();
        return problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems));
    }

    private Optional<String> routesLeftOut() {
        return started
                ? settings.routes().leftOut().stream().findFirst().map(problem -> "routes are left out: " + problem)
                : Optional.empty();
    }

    /** Damage found since the start: sentences for a person; empty when not started. */
    public synchronized List<String> damage() {
        return instance.damage();
    }

    /** True where this instance is the one that tells people. */
    public boolean leads() {
        return instance.leads();
    }

    /** Part that this instance plays: "is alone", "leads since ..." or "stands by; ... leads since ...". */
    public String role() {
        return instance.role();
    }

    /** Counts since the start. */
    public AlertingMetrics metrics() {
        return metrics;
    }

    /** Notifications in the outbox by status: PENDING, SENDING, SENT, GIVEN_UP; empty when not started. */
    public synchronized Map<String, Integer> notifications() {
        return instance.notifications();
    }

    /** Stops within a few seconds. A message that is on its way may arrive before. */
    @Override
    public synchronized void close() {
        if (metricsServer != null) {
            metricsServer.close();
            metricsServer = null;
        }
        instance.close();
    }

    /** People are told of alerts also where the metrics cannot be served. */
    private void serveMetrics() {
        MetricsSettings where = settings.metrics();
        if (!where.served()) {
            return;
        }
        try {
            metricsServer = new MetricsServer(where, metrics.registry());
        } catch (IOException e) {
            metricsProblem = e instanceof BindException
                    ? TakenPort.problem("metrics", where.host(), where.port(), "alerting.metrics.port")
                    : "the metrics cannot be served at " + where.host() + ":" + where.port() + ": " + e.getMessage();
            LOG.error("{}", metricsProblem);
        }
    }

    private void warnOfOrphans(Outbox outbox) {
        List<String> known =
                settings.receivers().stream().map(receiver -> receiver.name()).toList();
        for (String name : outbox.openReceivers()) {
            if (!known.contains(name)) {
                LOG.warn("Notifications wait for receiver {}, which is not configured any more", name);
            }
        }
    }
}
