package io.gradwatch.fleet;

import io.gradwatch.fleet.history.History;
import io.gradwatch.fleet.history.HistoryService;
import io.gradwatch.fleet.http.FleetServer;
import io.gradwatch.fleet.http.MetricsRoutes;
import io.gradwatch.fleet.http.PageRoutes;
import io.gradwatch.fleet.http.StatusRoutes;
import io.gradwatch.fleet.http.history.HistoryRoutes;
import io.gradwatch.fleet.http.history.PictureRoutes;
import io.gradwatch.fleet.http.history.SqlRoutes;
import io.gradwatch.fleet.http.history.SummaryRoutes;
import io.gradwatch.fleet.http.live.LiveRoutes;
import io.gradwatch.fleet.http.live.PeerRoutes;
import io.gradwatch.fleet.http.live.RemotePart;
import io.gradwatch.fleet.http.note.NoteRoutes;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.http.saved.SavedViewRoutes;
import io.gradwatch.fleet.http.silence.AnnotationRoutes;
import io.gradwatch.fleet.http.silence.SilenceRoutes;
import io.gradwatch.fleet.http.stream.LogTail;
import io.gradwatch.fleet.http.stream.StreamFacts;
import io.gradwatch.fleet.http.stream.StreamRoutes;
import io.gradwatch.fleet.live.LiveStreams;
import io.gradwatch.fleet.live.LiveTableSettings;
import io.gradwatch.fleet.live.query.FleetPart;
import io.gradwatch.fleet.live.query.LiveFleet;
import io.gradwatch.fleet.metrics.ServiceMetrics;
import io.gradwatch.fleet.note.LiveNotes;
import io.gradwatch.fleet.note.NoteService;
import io.gradwatch.fleet.past.FleetWithPast;
import io.gradwatch.fleet.picture.AlertPictures;
import io.gradwatch.fleet.saved.SavedViews;
import io.gradwatch.fleet.silence.AlertStatuses;
import io.gradwatch.fleet.silence.AnnotationService;
import io.gradwatch.fleet.silence.LiveSilences;
import io.gradwatch.fleet.silence.SilenceService;
import io.gradwatch.fleet.silence.SilencedFleet;
import io.gradwatch.fleet.sql.SqlService;
import io.gradwatch.fleet.summary.SummaryService;
import io.gradwatch.note.NoteWriter;
import io.gradwatch.service.TakenPort;
import io.gradwatch.silence.SilenceWriter;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.state.HostInfo;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The fleet: the live tables, the history, the API and the page. Several may run beside each other and share the work;
 * one that goes loses nothing. Building it does nothing; it can be started once.
 */
public final class FleetService implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FleetService.class);
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

    private static final int HEARTBEATS_IN_A_SESSION = 3;

    private final FleetSettings settings;
    private final Map<String, Object> kafka;
    private final Path dataFolder;
    private final Clock clock;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private boolean started;
    private LiveStreams live;
    private LiveSilences silences;
    private LiveNotes notes;
    private LiveFleet fleet;
    private LogTail tail;
    private History history;
    private HistoryService historyWriter;
    private FleetServer server;

    /**
     * @param settings from the configuration
     * @param kafka properties of the Kafka clients, at least {@code bootstrap.servers}
     * @param dataFolder for the state of the tables and for the history
     * @param clock for the times in answers
     */
    public FleetService(FleetSettings settings, Map<String, Object> kafka, Path dataFolder, Clock clock) {
        this.settings = settings;
        this.kafka = Map.copyOf(kafka);
        this.dataFolder = dataFolder;
        this.clock = clock;
    }

    /**
     * Starts. Does not wait for Kafka. Where a part fails, those that were opened before it are closed again.
     *
     * @throws IllegalStateException when it was started before, or the port cannot be had; the message says why
     */
    public synchronized void start() {
        if (started) {
            throw new IllegalStateException("the fleet service was started before");
        }
        started = true;
        int port = settings.port() == 0 ? freePort() : settings.port();
        try {
            open(port);
            listen(port);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
        tail.start();
        silences.start();
        notes.start();
        live.start();
        historyWriter.start();
        LOG.info("The fleet is served at http://{}:{}/", settings.host(), port);
    }

    /** In such an order that what uses another part is closed before it, and clients go before the server. */
    private void open(int port) {
        silences = opened(new LiveSilences(kafka, clock));
        SilenceWriter silenceWriter = opened(new SilenceWriter(kafka));
        NoteWriter noteWriter = opened(new NoteWriter(kafka));
        notes = opened(new LiveNotes(kafka, noteWriter, clock));
        AlertStatuses statuses = new AlertStatuses(silences::current, settings.keepUnrecovered(), clock);
        LiveTableSettings ofLive = settings.live(dataFolder, port);
        live = opened(new LiveStreams(ofLive, kafka, peers(), statuses::of, clock, System::nanoTime));
        fleet = new SilencedFleet(live.fleet(), statuses);
        history = opened(new History(dataFolder.resolve("history"), settings.history()));
        LiveFleet withPast = new SilencedFleet(new FleetWithPast(live.fleet(), history), statuses);
        AlertPictures pictures = opened(
                new AlertPictures(withPast::alert, request -> history.series().points(request)));
        SqlService sql = opened(new SqlService(history, settings.sql()));
        historyWriter = opened(new HistoryService(history, consumerGroup()));
        tail = new LogTail(kafka);
        StreamRoutes streams =
                new StreamRoutes(tail, new StreamFacts(fleet, statuses, notes::version), settings.mostStreams(), clock);
        SilenceService silenceService = new SilenceService(silences, silenceWriter, fleet, clock);
        AnnotationService annotations = new AnnotationService(silences, silenceWriter, clock);
        List<Routes> routes = routes(withPast, history, sql, streams, silenceService, annotations);
        NoteService noteService = new NoteService(notes, noteWriter, clock);
        routes.add(new LiveRoutes(withPast, noteService::ofRun));
        routes.add(new NoteRoutes(noteService, withPast));
        routes.add(new PictureRoutes(pictures));
        routes.add(new SummaryRoutes(new SummaryService(sql), clock));
        server = opened(new FleetServer(settings.host(), port, settings.access(), routes));
        opened(tail);
        opened(streams);
    }

    /** A free port: other instances learn the port before the server listens on it. */
    private int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(settings.host()))) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the fleet finds no free port at " + settings.host() + ": " + e.getMessage(), e);
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    private void listen(int port) {
        try {
            server.start();
        } catch (RuntimeException e) {
            String why = isTaken(e)
                    ? TakenPort.problem("the fleet", settings.host(), port, "fleet.port")
                    : "the fleet cannot listen at " + settings.host() + ":" + port + ": " + e.getMessage();
            throw new IllegalStateException(why, e);
        }
    }

    private static boolean isTaken(Throwable failure) {
        return failure != null && (failure instanceof BindException || isTaken(failure.getCause()));
    }

    /** The port that it listens at; only once it is started. */
    public synchronized int port() {
        return server.port();
    }

    /** The live tables of all instances; only once it is started. */
    public synchronized LiveFleet fleet() {
        return fleet;
    }

    /** Problem of the service; empty when all is well or nothing was started. Never throws. */
    public synchronized Optional<String> check() {
        return opened.isEmpty() ? Optional.empty() : problem();
    }

    /** Damage found since the start: sentences for a person; empty when nothing was started. */
    public synchronized List<String> damage() {
        return opened.isEmpty() ? List.of() : history.damage().found();
    }

    /** Problems of all parts: tables that are being handed over must not hide a problem of the history. */
    private Optional<String> problem() {
        return Stream.of(live.check(), tail.check(), silences.check(), historyWriter.check())
                .flatMap(Optional::stream)
                .reduce((one, other) -> one + "; " + other);
    }

    /** Stops within some seconds; other instances go on with its part. */
    @Override
    public synchronized void close() {
        while (!opened.isEmpty()) {
            AutoCloseable part = opened.pop();
            try {
                part.close();
            } catch (Exception e) {
                LOG.warn("{} did not close", part.getClass().getSimpleName(), e);
            }
        }
    }

    /** Method and path of all routes, for the test of the description of the API. */
    synchronized List<String> paths() {
        return server.routes();
    }

    /** Settings of the group of history writers: a dead writer is replaced as fast as in the live tables. */
    private Map<String, Object> consumerGroup() {
        int sessionMillis = Math.toIntExact(settings.sessionTimeout().toMillis());
        Map<String, Object> group = new HashMap<>(kafka);
        group.putIfAbsent(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, sessionMillis);
        group.putIfAbsent(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, sessionMillis / HEARTBEATS_IN_A_SESSION);
        return group;
    }

    private List<Routes> routes(
            LiveFleet withPast,
            History history,
            SqlService sql,
            StreamRoutes streams,
            SilenceService silenceService,
            AnnotationService annotations) {
        List<Routes> routes = new ArrayList<>();
        routes.add(new SilenceRoutes(silenceService, fleet));
        routes.add(new AnnotationRoutes(annotations, withPast));
        routes.add(new SavedViewRoutes(new SavedViews(dataFolder), clock));
        routes.add(streams);
        routes.add(new PeerRoutes(live.part()));
        routes.add(new HistoryRoutes(history, withPast));
        routes.add(new SqlRoutes(sql));
        routes.add(new StatusRoutes(this::problem, String.valueOf(kafka.get("bootstrap.servers"))));
        routes.add(
                new MetricsRoutes(new ServiceMetrics(live, history, historyWriter, sql, streams::clients, this::problem)
                        .registry(settings.metrics())));
        routes.add(new PageRoutes(PageRoutes.FOLDER));
        return routes;
    }

    private Function<HostInfo, FleetPart> peers() {
        HttpClient client =
                HttpClient.newBuilder().connectTimeout(CONNECT_TIMEOUT).build();
        return instance -> new RemotePart(
                client,
                instance.host() + ":" + instance.port(),
                settings.access().peerToken());
    }
}
