package io.gradwatch.fleet.http.slow;

import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.EagerContentHandler;
import org.eclipse.jetty.util.Callback;

/**
 * Reads requests whole before a thread works on them, sends answers while no thread waits for it, and cuts off clients
 * that take too long for either.
 */
public final class SlowClients extends Handler.Wrapper {

    /** Most bytes of all answers that wait for their clients. Own choice: a sixteenth of the usual heap. */
    private static final long MOST_BYTES_OF_ALL = 64L << 20;

    /** Time without progress after which a client may be cut off when others need its room. Own choice. */
    private static final Duration STALLED = Duration.ofSeconds(1);

    private static final long SWEEP_MILLIS = 500;

    private final Duration patience;
    private final Duration longest;
    private final WaitingBytes room = new WaitingBytes(MOST_BYTES_OF_ALL);
    private final Set<Exchange> open = ConcurrentHashMap.newKeySet();
    private ScheduledThreadPoolExecutor clock;

    /**
     * @param mostBodyBytes of a request; of a longer one the rest is left to the handler
     * @param patience for the body of a request, and for the next 32 KiB of an answer
     * @param longest time that an answer may take which is no stream of events
     * @param handler of requests that are there
     */
    public SlowClients(int mostBodyBytes, Duration patience, Duration longest, Handler handler) {
        super(new EagerContentHandler(
                new Arrived(handler),
                new EagerContentHandler.RetainedContentLoaderFactory(mostBodyBytes + 1L, -1, false)));
        this.patience = patience;
        this.longest = longest;
    }

    @Override
    protected void doStart() throws Exception {
        clock = new ScheduledThreadPoolExecutor(1, task -> {
            Thread thread = new Thread(task, "fleet-http-slow");
            thread.setDaemon(true);
            return thread;
        });
        clock.scheduleWithFixedDelay(this::sweep, SWEEP_MILLIS, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
        super.doStart();
    }

    @Override
    protected void doStop() throws Exception {
        super.doStop();
        clock.shutdownNow();
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
        PatientAnswer answer = new PatientAnswer(request, response, room);
        Exchange exchange = new Exchange(request, answer, System.nanoTime());
        open.add(exchange);
        Callback end = Callback.from(
                () -> {
                    open.remove(exchange);
                    callback.succeeded();
                },
                failure -> {
                    open.remove(exchange);
                    callback.failed(failure);
                });
        return super.handle(request, answer, answer.until(end));
    }

    private void sweep() {
        long now = System.nanoTime();
        open.stream()
                .filter(each -> each.isTooSlow(now, patience, longest))
                .forEach(each -> each.answer().cutOff());
        if (room.waiting() > MOST_BYTES_OF_ALL / 2) {
            open.stream()
                    .filter(each -> each.answer().stalledNanos(now) > STALLED.toNanos())
                    .max(Comparator.comparingLong(each -> each.answer().stalledNanos(now)))
                    .ifPresent(each -> each.answer().cutOff());
        }
    }

    /** A request and its answer. */
    private record Exchange(Request request, PatientAnswer answer, long begin) {

        boolean isTooSlow(long now, Duration patience, Duration longest) {
            boolean arriving = request.getAttribute(Arrived.ARRIVED) == null;
            return arriving && now - begin > patience.toNanos()
                    || answer.stalledNanos(now) > patience.toNanos()
                    || answer.sendingNanos(now) > longest.toNanos();
        }

        @Override
        public boolean equals(Object other) {
            return this == other;
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(this);
        }
    }

    /** Notes that a request has arrived as a whole. */
    private static final class Arrived extends Handler.Wrapper {

        static final String ARRIVED = Arrived.class.getName();

        Arrived(Handler handler) {
            super(handler);
        }

        @Override
        public boolean handle(Request request, Response response, Callback callback) throws Exception {
            request.setAttribute(ARRIVED, true);
            return super.handle(request, response, callback);
        }
    }
}
