package io.gradwatch.fleet.http;

import io.gradwatch.fleet.http.access.AccessControl;
import io.gradwatch.fleet.http.access.AccessSettings;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.OpenApi;
import io.gradwatch.fleet.http.route.Routes;
import io.gradwatch.fleet.http.slow.ReservedThreads;
import io.gradwatch.fleet.http.slow.SlowClients;
import io.javalin.Javalin;
import io.javalin.config.JavalinConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.UriCompliance;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * The HTTP server. Every answer has the security headers; every request passes {@link AccessControl}. Building it does
 * nothing; it can be started once.
 */
public final class FleetServer implements AutoCloseable {

    /** Longest body of a request, bytes. Own choice: a query of a screen's length is a hundredth of it. */
    static final int MOST_BODY_BYTES = 256 << 10;

    private static final int MOST_THREADS = 64;
    private static final int FEWEST_THREADS = 4;
    private static final int IDLE_THREAD_MILLIS = 60_000;

    /** Requests that are worked on at once; the other threads are for the health and the page. Own choice. */
    private static final int MOST_WORKED_ON = 48;

    /** Longest time for the body of a request, and for each 32 KiB of an answer. Own choice. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Longest time for a whole answer. Own choice: the longest in SQL, 256 MiB, at 300 kB/s. */
    private static final Duration LONGEST_ANSWER = Duration.ofMinutes(15);

    /** Connections at once; where there are as many, idle ones are closed soon. Own choices. */
    private static final int MOST_CONNECTIONS = 1_000;

    private static final int CROWDED_IDLE_MILLIS = 2_000;

    /** Answers from memory. */
    private static final Pattern LIGHT = Pattern.compile("/health|/api/v1/session|/assets/.*|/[^/]*");

    /**
     * Bytes of the address and headers of a request: 64 columns and 16 conditions of long names have room. Own choice.
     */
    private static final int MOST_HEADER_BYTES = 128 * 1024;

    /**
     * A run's id may hold a slash, a backslash, a semicolon or a per cent sign: ids are looked up, never joined into
     * paths.
     */
    private static final UriCompliance ANY_ID = UriCompliance.DEFAULT.with(
            "any-id",
            UriCompliance.Violation.AMBIGUOUS_PATH_SEPARATOR,
            UriCompliance.Violation.AMBIGUOUS_PATH_PARAMETER,
            UriCompliance.Violation.AMBIGUOUS_PATH_ENCODING,
            UriCompliance.Violation.SUSPICIOUS_PATH_CHARACTERS);

    private final String host;
    private final int port;
    private final Javalin javalin;

    /**
     * @param host address to listen at
     * @param port to listen at; 0 takes a free one
     * @param access tokens and hosts
     * @param parts routes, and the page
     */
    public FleetServer(String host, int port, AccessSettings access, List<Routes> parts) {
        this(host, port, access, parts, PATIENCE, LONGEST_ANSWER);
    }

    /**
     * @param patience for the body of a request, and for the next 32 KiB of an answer
     * @param longest time that an answer may take which is no stream of events
     */
    FleetServer(String host, int port, AccessSettings access, List<Routes> parts, Duration patience, Duration longest) {
        this.host = host;
        this.port = port;
        this.javalin = Javalin.create(config -> configure(config, access, parts, patience, longest));
    }

    /**
     * Listens from now on.
     *
     * @throws RuntimeException when the address cannot be had; the message says why
     */
    public void start() {
        javalin.start(host, port);
    }

    /** The port that it listens at. */
    public int port() {
        return javalin.port();
    }

    /** Method and path of every route, such as {@code GET /api/v1/runs/{run}}. */
    public List<String> routes() {
        return javalin.unsafe.internalRouter.allHttpHandlers().stream()
                .map(handler -> handler.endpoint)
                .filter(endpoint -> endpoint.method.isHttpMethod())
                .map(endpoint -> endpoint.method.name() + " " + endpoint.path)
                .toList();
    }

    @Override
    public void close() {
        javalin.stop();
    }

    private static void configure(
            JavalinConfig config, AccessSettings access, List<Routes> parts, Duration patience, Duration longest) {
        config.startup.showJavalinBanner = false;
        config.startup.showOldJavalinVersionWarning = false;
        config.startup.startupWatcherEnabled = false;
        config.http.maxRequestSize = MOST_BODY_BYTES;
        config.http.prefer405over404 = true;
        QueuedThreadPool threads = new QueuedThreadPool(MOST_THREADS, FEWEST_THREADS, IDLE_THREAD_MILLIS);
        threads.setDaemon(true);
        threads.setName("fleet-http");
        config.jetty.threadPool = threads;
        config.jetty.modifyServer(server -> {
            Predicate<String> light = LIGHT.asMatchPredicate().and(path -> !path.equals("/metrics"));
            server.setHandler(
                    new SlowClients(MOST_BODY_BYTES, patience, longest, new ReservedThreads(MOST_WORKED_ON, light)));
            NetworkConnectionLimit limit = new NetworkConnectionLimit(MOST_CONNECTIONS, server);
            limit.setEndPointIdleTimeout(CROWDED_IDLE_MILLIS);
            server.addBean(limit);
            server.setErrorHandler(new BadRequestHandler());
        });
        config.jetty.modifyServletContextHandler(context -> context.setErrorHandler(new BadRequestHandler()));
        config.jetty.modifyHttpConfiguration(http -> {
            http.setSendServerVersion(false);
            http.setRequestHeaderSize(MOST_HEADER_BYTES);
            http.setUriCompliance(ANY_ID);
            http.addCustomizer(new MethodOverrideRemoval());
        });
        new SecurityHeaders().addTo(config.routes);
        new ErrorHandlers().addTo(config.routes);
        List<Routes> all = new ArrayList<>(List.of(new AccessControl(access)));
        all.addAll(parts);
        all.forEach(part -> part.addTo(config.routes));
        OpenApi.route(all.stream()
                        .filter(ApiRoutes.class::isInstance)
                        .flatMap(part -> ((ApiRoutes) part).routes().stream())
                        .toList())
                .addTo(config.routes);
    }
}
