package io.gradwatch.agent.gateway;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.alerts.AlertFollower;
import io.gradwatch.agent.gateway.job.Jobs;
import io.gradwatch.agent.gateway.late.LateFolders;
import io.gradwatch.agent.gateway.late.LateRecords;
import io.gradwatch.agent.gateway.mlflow.MlflowEndpoint;
import io.gradwatch.agent.gateway.mlflow.MlflowSettings;
import io.gradwatch.agent.gateway.mlflow.StateFolder;
import io.gradwatch.agent.gateway.socket.AgentPlace;
import io.gradwatch.agent.gateway.socket.ServerSockets;
import io.gradwatch.agent.relay.Relay;
import io.gradwatch.config.PublicUrl;
import io.gradwatch.config.Secret;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The agent beside jobs that have no Kafka client: it listens at a socket, spools what jobs hand over, and ships it to
 * Kafka. What it acknowledged survives a kill; the next one on the same spool folder sends it.
 */
public final class AgentGateway implements AutoCloseable {

    /** Time for the thread at its end, beyond the wait for Kafka. */
    private static final Duration LAST_WORK = Duration.ofSeconds(5);

    private final AgentPlace place;
    private final String token;
    private final AgentSettings shipping;
    private final Optional<MlflowSettings> mlflowAnswers;
    private final Supplier<Optional<PublicUrl>> page;
    private final Optional<Path> lateHome;
    private MlflowEndpoint mlflow;
    private ServerSockets listeners;
    private GatewayLoop loop;
    private AlertFeed alerts;
    private Optional<LateRecords> late = Optional.empty();
    private Thread thread;

    /**
     * Opens nothing, and takes no records below the user's home.
     *
     * @param place where to listen
     * @param token that jobs must show at the loopback address; empty for none
     * @param shipping where Kafka and the spool are
     */
    public AgentGateway(AgentPlace place, Optional<Secret> token, AgentSettings shipping) {
        this(place, token, shipping, Optional.empty(), Optional::empty, Optional.empty());
    }

    /**
     * Opens nothing.
     *
     * @param place where to listen
     * @param token that jobs must show at the loopback address; empty for none
     * @param shipping where Kafka and the spool are
     * @param mlflowAnswers how MLflow clients are answered; empty where they are not
     * @param page address of the page, for jobs that ask; empty while it is not known
     * @param lateHome folder below the user's home in which jobs left records; empty to take none of there
     */
    public AgentGateway(
            AgentPlace place,
            Optional<Secret> token,
            AgentSettings shipping,
            Optional<MlflowSettings> mlflowAnswers,
            Supplier<Optional<PublicUrl>> page,
            Optional<Path> lateHome) {
        this.lateHome = lateHome;
        this.mlflowAnswers = mlflowAnswers;
        this.page = page;
        this.place = place;
        this.token = token.map(Secret::reveal).orElse("");
        this.shipping = shipping;
    }

    /**
     * Listens, and ships what an earlier agent left. Does not wait for Kafka.
     *
     * @throws IOException when the place cannot be had, as when another agent listens there
     * @throws IllegalStateException when it is started, or the Kafka properties cannot be read
     */
    public synchronized void start() throws IOException {
        if (thread != null) {
            throw new IllegalStateException(this + " is started already");
        }
        alerts = new AlertFeed(
                AlertFollower.consumerProperties(shipping.bootstrapServers(), shipping.allKafkaProperties()),
                () -> loop.wakeUp());
        listeners = ServerSockets.open(place);
        LateFolders left = new LateFolders(listeners.place(), lateHome);
        Relay relay = shipping.openRelay();
        Optional<StateFolder> mlflowFolder = mlflowAnswers.map(
                answers -> new StateFolder(relay.spoolPlace().resolveSibling("mlflow"), answers.keep()));
        Jobs jobs = new Jobs(relay, token, page, left::has);
        loop = new GatewayLoop(listeners, relay, jobs, alerts, mlflowFolder);
        if (mlflowAnswers.isPresent()) {
            mlflow = openMlflow(mlflowAnswers.get().port());
        }
        LateRecords records = new LateRecords(left, relay, jobs, loop);
        records.countAttempts();
        thread = new Thread(loop, "gradwatch-agent-gateway");
        thread.setDaemon(true);
        thread.start();
        records.start();
        late = Optional.of(records);
    }

    /** Calls that come before the thread runs wait for it. */
    private MlflowEndpoint openMlflow(int port) throws IOException {
        boolean opened = false;
        try {
            MlflowEndpoint endpoint = MlflowEndpoint.open(port, loop.mlflow().orElseThrow(), token);
            opened = true;
            return endpoint;
        } finally {
            if (!opened) {
                listeners.close();
                alerts.close();
            }
        }
    }

    /** The value of MLFLOW_TRACKING_URI for jobs on this host, once it is started; empty where it answers none. */
    public synchronized Optional<String> mlflowUri() {
        return Optional.ofNullable(mlflow).map(endpoint -> "http://127.0.0.1:" + endpoint.port());
    }

    /** Where it listens, once it is started. */
    public synchronized AgentPlace place() {
        return listeners == null ? place : listeners.place();
    }

    /** Cause of trouble; empty while all is well. */
    public synchronized Optional<String> check() {
        return loop == null || loop.trouble().isEmpty() ? Optional.empty() : Optional.of(loop.trouble());
    }

    /**
     * Takes in what jobs have sent, sends it to Kafka for at most the close timeout of the settings, and leaves the
     * rest in the spool. Jobs that go on keep what was not acknowledged, and come back.
     */
    @Override
    public synchronized void close() {
        if (thread == null) {
            return;
        }
        late.ifPresent(LateRecords::close);
        if (mlflow != null) {
            mlflow.close();
        }
        loop.close();
        try {
            thread.join(shipping.closeTimeout().plus(LAST_WORK).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        alerts.close();
        thread = null;
    }

    /** Shows where it listens and where Kafka is. */
    @Override
    public String toString() {
        return "AgentGateway(" + place + ", " + shipping.bootstrapServers() + ")";
    }
}
