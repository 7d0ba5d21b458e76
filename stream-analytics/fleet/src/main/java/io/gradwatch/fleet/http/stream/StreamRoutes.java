package io.gradwatch.fleet.http.stream;

import io.gradwatch.fleet.http.route.ApiException;
import io.gradwatch.fleet.http.route.ApiRoutes;
import io.gradwatch.fleet.http.route.Parameter;
import io.gradwatch.fleet.http.route.Route;
import io.gradwatch.fleet.http.stream.LogEvent.EvaluationEvent;
import io.javalin.http.Context;
import io.javalin.http.sse.SseClient;
import io.javalin.http.sse.SseHandler;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * {@code GET /stream}: server-sent events with resume. Each client is served four times a second by a thread of its
 * own, so that one that reads slowly holds up no other; it is dropped when a write does not get through within the
 * server's patience of 10 seconds, and gets {@code reset} where it missed events that are not kept any more.
 */
public final class StreamRoutes implements ApiRoutes, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StreamRoutes.class);
    private static final long TURN_MILLIS = 250;

    /** Runs to follow: at most as many as can be compared. */
    private static final Parameter<List<String>> RUNS = Parameter.texts(
            "run",
            20,
            "Id of a run to follow, given once for each; without it alerts, and runs"
                    + " that start, end or have an alert.");

    private static final Parameter<Long> RANK =
            Parameter.wholeNumber("rank", 0, 16_384, 0L, "Rank whose steps are sent.");
    private static final Parameter<String> LAST_EVENT_ID = Parameter.header(
            "Last-Event-ID", "Id of the last event seen: the stream goes on after it, at any instance.");

    private final LogTail tail;
    private final StreamFacts facts;
    private final Clock clock;
    private final Semaphore places;
    private final Set<SseClient> clients = ConcurrentHashMap.newKeySet();

    /**
     * @param tail that knows the events
     * @param facts that are not in the events
     * @param mostClients at once
     * @param clock of the beats
     */
    public StreamRoutes(LogTail tail, StreamFacts facts, int mostClients, Clock clock) {
        this.tail = tail;
        this.facts = facts;
        this.clock = clock;
        this.places = new Semaphore(mostClients);
    }

    @Override
    public List<Route> routes() {
        SseHandler events = new SseHandler(0, this::serve);
        return List.of(Route.get(
                        API + "/stream",
                        "Server-sent events: step (StepEvents), evaluation (EvaluationEvent), alert (AlertRow), run"
                                + " (RunRow), mutes {} when silences or acknowledgements changed: fetch alerts again,"
                                + " notes {} when notes of people changed: fetch runs again,"
                                + " beat {now_millis} every 5 s, reset {} when events were missed: fetch all again",
                        context -> {
                            admit(context);
                            events.handle(context);
                        })
                .with(RUNS, RANK, LAST_EVENT_ID)
                .format("text/event-stream", String.class)
                .events(StreamClient.Steps.class, EvaluationEvent.class)
                .fails(429, "As many clients follow the stream as may")
                .fails(503, "The stream has not begun; ask again"));
    }

    /** Clients that follow the stream now. */
    public int clients() {
        return clients.size();
    }

    @Override
    public void close() {
        clients.forEach(SseClient::close);
    }

    private void admit(Context context) {
        RUNS.of(context);
        RANK.of(context);
        String accepts = context.header("Accept");
        if (accepts == null || !accepts.contains("text/event-stream")) {
            throw ApiException.badRequest("The header Accept must be text/event-stream");
        }
        if (tail.rings().isEmpty()) {
            throw ApiException.unavailable(
                    "The stream has not begun: " + tail.check().orElse("the topics are being opened"));
        }
        if (!places.tryAcquire()) {
            throw ApiException.tooMany("As many clients follow the stream as this server allows (fleet.most-streams)");
        }
    }

    private void serve(SseClient client) {
        StreamClient told = new StreamClient(
                Set.copyOf(RUNS.of(client.ctx())),
                RANK.of(client.ctx()).intValue(),
                facts,
                (event, data, id) -> client.sendEvent(event, data, id));
        ScheduledExecutorService thread = thread();
        AtomicBoolean gone = new AtomicBoolean();
        client.keepAlive();
        client.onClose(() -> {
            if (gone.compareAndSet(false, true)) {
                thread.shutdownNow();
                clients.remove(client);
                places.release();
            }
        });
        clients.add(client);
        String lastEventId = LAST_EVENT_ID.of(client.ctx());
        thread.execute(
                () -> orClose(client, () -> told.begin(tail.rings().orElseThrow(), lastEventId, clock.millis())));
        thread.scheduleWithFixedDelay(
                () -> orClose(client, () -> told.go(tail.rings().orElseThrow(), clock.millis())),
                TURN_MILLIS,
                TURN_MILLIS,
                TimeUnit.MILLISECONDS);
    }

    private static void orClose(SseClient client, Runnable turn) {
        try {
            turn.run();
            if (client.terminated()) {
                client.close();
            }
        } catch (RuntimeException e) {
            LOG.warn("A client of the stream is dropped", e);
            client.close();
        }
    }

    private static ScheduledExecutorService thread() {
        return new ScheduledThreadPoolExecutor(1, work -> {
            Thread thread = new Thread(work, "fleet-stream");
            thread.setDaemon(true);
            return thread;
        });
    }
}
