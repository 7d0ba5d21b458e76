package io.gradwatch.fleet;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistoryService;
import io.gradwatch.fleet.http.FleetServer;
import io.gradwatch.fleet.http.HistoryRoutes;
import io.gradwatch.fleet.http.LiveRoutes;
import io.gradwatch.fleet.http.MuteRoutes;
import io.gradwatch.fleet.http.PageRoutes;
import io.gradwatch.fleet.http.PeerRoutes;
import io.gradwatch.fleet.http.RemotePart;
import io.gradwatch.fleet.http.Routes;
import io.gradwatch.fleet.http.SqlRoutes;
import io.gradwatch.fleet.http.StatusRoutes;
import io.gradwatch.fleet.http.stream.LogTail;
import io.gradwatch.fleet.http.stream.StreamRoutes;
import io.gradwatch.fleet.live.LiveFleet;
import io.gradwatch.fleet.live.LiveStreams;
import io.gradwatch.fleet.live.Peers;
import io.gradwatch.fleet.mute.AlertStandings;
import io.gradwatch.fleet.mute.LiveMutes;
import io.gradwatch.fleet.mute.MuteDesk;
import io.gradwatch.fleet.mute.MutedFleet;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.schema.silence.MuteWriter;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet: the live tables, the history, the API and the page. Several may run beside each other and share the work;
 * one that goes loses nothing. Building it does nothing; it can be started once.
 */
public final class FleetService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FleetService.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private final FleetSettings settings;
    private final Map<String, Object> kafka;
    private final Path dataFolder;
    private final Clock clock;
    private LiveStreams live;
    private LiveMutes mutes;
    private MuteWriter muteWriter;
    private LiveFleet fleet;
    private LogTail tail;
    private StreamRoutes streams;
    private History history;
    private HistoryService historyWriter;
    private SqlService sql;
    private FleetServer server;

    /**
     * @param settings from the configuration
     * @param kafka properties of the Kafka clients, at least {@code bootstrap.servers}
     * @param dataFolder where the state of the tables and the history are kept
     * @param clock for all that is told with a time
     */
    public FleetService(FleetSettings settings, Map<String, Object> kafka, Path dataFolder, Clock clock) {
        this.settings = settings;
        this.kafka = Map.copyOf(kafka);
        this.dataFolder = dataFolder;
        this.clock = clock;
    }

    /**
     * Starts. Does not wait for Kafka.
     *
     * @throws IllegalStateException when it was started before, or the port cannot be had; the message says why
     */
    public synchronized void start() {
        if (server != null) {
            throw new IllegalStateException("the fleet service was started before");
        }
        int port = settings.port() == 0 ? FreePort.at(settings.host()) : settings.port();
        live = new LiveStreams(settings.live(dataFolder, port), kafka, peers(), clock);
        mutes = new LiveMutes(kafka, clock);
        muteWriter = new MuteWriter(kafka);
        AlertStandings standings = new AlertStandings(mutes::known, clock);
        fleet = new MutedFleet(live.fleet(), standings);
        tail = new LogTail(kafka);
        streams = new StreamRoutes(tail, fleet, standings, settings.mostStreams(), clock);
        history = new History(dataFolder.resolve("history"), settings.history());
        historyWriter = new HistoryService(history, kafka);
        sql = new SqlService(history, settings.sql());
        server = new FleetServer(settings.host(), port, settings.access(), routes());
        try {
            server.start();
        } catch (RuntimeException e) {
            close();
            throw new IllegalStateException(
                    "the fleet cannot listen at " + settings.host() + ":" + port + ": " + e.getMessage(), e);
        }
        tail.start();
        mutes.start();
        live.start();
        historyWriter.start();
        LOG.info("The fleet is served at http://{}:{}/", settings.host(), port);
    }

    /** The port that it listens at; only once it is started. */
    public synchronized int port() {
        return server.port();
    }

    /** The live tables of all instances; only once it is started. */
    public synchronized LiveFleet fleet() {
        return fleet;
    }

    /** What is wrong; empty when all is well or nothing was started. Never throws. */
    public synchronized Optional<String> check() {
        return live == null ? Optional.empty() : problem();
    }

    private Optional<String> problem() {
        return live.check()
                .or(tail::check)
                .or(mutes::check)
                .or(() -> Optional.ofNullable(historyWriter.check())
                        .map(failure -> "the history is not written any more: " + failure.getMessage()));
    }

    /** Stops within some seconds; other instances go on with its part. */
    @Override
    public synchronized void close() {
        if (streams != null) {
            streams.close();
            tail.close();
            server.close();
            mutes.close();
            muteWriter.close();
            historyWriter.close();
            sql.close();
            history.close();
            live.close();
            streams = null;
        }
    }

    /** Method and path of all routes, for the test of the description of the API. */
    synchronized List<String> paths() {
        return server.routes();
    }

    private List<Routes> routes() {
        List<Routes> routes = new ArrayList<>();
        routes.add(new LiveRoutes(fleet));
        routes.add(new MuteRoutes(new MuteDesk(mutes, muteWriter, fleet, clock), fleet));
        routes.add(streams);
        routes.add(new PeerRoutes(live.part()));
        routes.add(new HistoryRoutes(history, fleet));
        routes.add(new SqlRoutes(sql));
        routes.add(new StatusRoutes(this::problem));
        routes.add(new PageRoutes(PageRoutes.FOLDER));
        return routes;
    }

    private Peers peers() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        return instance -> new RemotePart(
                client,
                instance.host() + ":" + instance.port(),
                settings.access().peerToken());
    }
}
