package io.gradwatch.fleet.picture;

import io.gradwatch.fleet.history.read.Points;
import io.gradwatch.fleet.history.read.PointsRequest;
import io.gradwatch.fleet.live.query.UnavailableException;
import io.gradwatch.fleet.live.view.AlertDetail;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/**
 * Pictures of alerts, drawn by few threads and kept for a short time. A caller waits for a bounded time, also where the
 * history is slow. Thread-safe.
 */
public final class AlertPictures implements AutoCloseable {

    /** Longest time that a caller waits. Own choice. */
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    /** Time for which a picture is given again. A run that goes on has a longer curve then. Own choice. */
    private static final Duration FRESH = Duration.ofSeconds(10);

    /** Between two looks for a step that the history does not have yet. */
    private static final Duration PAUSE = Duration.ofMillis(40);

    /** Drawn at once: each has an image of at most 6.4 MB. Own choices. */
    private static final int THREADS = 4;

    private static final int MOST_WAITING = 32;

    /**
     * Callers that wait at once: half of the requests that the server works on, so that a history that hangs leaves the
     * others.
     */
    private static final int MOST_CALLERS = 24;

    /** Kept at once: of some 30 KB each. */
    private static final int MOST_KEPT = 64;

    private final Function<String, Optional<AlertDetail>> alerts;
    private final Function<PointsRequest, Points> points;
    private final Duration patience;
    private final ThreadPoolExecutor threads;
    private final Semaphore callers = new Semaphore(MOST_CALLERS);
    private final Map<PictureRequest, Kept> kept = new LinkedHashMap<>(16, 0.75f, true);

    private record Kept(CompletableFuture<byte[]> png, long fromNanos) {}

    /**
     * @param alerts alert by its id, with the past ones
     * @param points curves of the history
     */
    public AlertPictures(Function<String, Optional<AlertDetail>> alerts, Function<PointsRequest, Points> points) {
        this(alerts, points, PATIENCE);
    }

    /**
     * @param alerts alert by its id, with the past ones
     * @param points curves of the history
     * @param patience longest time that a caller waits
     */
    public AlertPictures(
            Function<String, Optional<AlertDetail>> alerts, Function<PointsRequest, Points> points, Duration patience) {
        this.patience = patience;
        this.alerts = alerts;
        this.points = points;
        this.threads = new ThreadPoolExecutor(
                THREADS, THREADS, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), task -> {
                    Thread thread = new Thread(task, "fleet-picture");
                    thread.setDaemon(true);
                    return thread;
                });
        threads.allowCoreThreadTimeOut(true);
    }

    /**
     * Picture of an alert as a PNG.
     *
     * @param wait for the alert, and for the step at which it was raised to be in the history; then the picture is made
     *     of what there is
     * @throws NoPictureException where there is no such alert, or nothing to draw
     * @throws UnavailableException where it takes too long, or too many are drawn or waited for
     */
    public byte[] png(PictureRequest request, Duration wait) {
        if (!callers.tryAcquire()) {
            throw new UnavailableException("as many callers wait for pictures as may at once");
        }
        try {
            return await(drawn(request, wait));
        } finally {
            callers.release();
        }
    }

    private byte[] await(CompletableFuture<byte[]> png) {
        try {
            return png.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new UnavailableException("the history takes too long to answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UnavailableException("the server ends", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        }
    }

    private synchronized CompletableFuture<byte[]> drawn(PictureRequest request, Duration wait) {
        Kept known = kept.get(request);
        if (known != null && System.nanoTime() - known.fromNanos() < FRESH.toNanos()) {
            return known.png();
        }
        CompletableFuture<byte[]> png = new CompletableFuture<>();
        long until = System.nanoTime() + wait.toNanos();
        try {
            threads.execute(() -> draw(request, until, png));
        } catch (RejectedExecutionException e) {
            throw new UnavailableException("as many pictures are being drawn as may at once", e);
        }
        kept.put(request, new Kept(png, System.nanoTime()));
        if (kept.size() > MOST_KEPT) {
            kept.remove(kept.keySet().iterator().next());
        }
        return png;
    }

    private void draw(PictureRequest request, long untilNanos, CompletableFuture<byte[]> png) {
        try {
            AlertCurve curve = curve(request.alert(), untilNanos);
            PictureColours colours = request.dark() ? PictureColours.DARK : PictureColours.LIGHT;
            byte[] bytes = AlertDrawing.png(curve, request.width(), request.height(), colours);
            if (!curve.hasRaised()) {
                forget(request);
            }
            png.complete(bytes);
        } catch (RuntimeException | Error e) {
            forget(request);
            png.completeExceptionally(e);
        }
    }

    private synchronized void forget(PictureRequest request) {
        kept.remove(request);
    }

    /** The tables and the history lag some tenths of a second behind the log, from which an alert comes. */
    private AlertCurve curve(String id, long untilNanos) {
        while (true) {
            Optional<AlertCurve> curve =
                    alerts.apply(id).map(alert -> AlertCurve.of(alert, points.apply(AlertCurve.request(alert))));
            boolean last = System.nanoTime() - untilNanos >= 0
                    || Thread.currentThread().isInterrupted();
            if (curve.isPresent()
                    && (curve.get().hasRaised()
                            || (last && !curve.get().points().isEmpty()))) {
                return curve.get();
            }
            if (last) {
                throw new NoPictureException(
                        curve.isEmpty()
                                ? "No alert '" + id + "' is live or in the history"
                                : "The history has no values of '"
                                        + curve.get().alert().series() + "' around the onset");
            }
            LockSupport.parkNanos(PAUSE.toNanos());
        }
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }
}
