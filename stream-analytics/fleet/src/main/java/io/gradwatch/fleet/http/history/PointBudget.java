package io.gradwatch.fleet.http.history;

import io.gradwatch.fleet.http.route.ApiException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** Points and cells of all answers that are made at once: a request waits until there is room for its answer. */
final class PointBudget {

    /** A point takes some 250 bytes until it is written, so all take 100 MB at most. Own choice. */
    static final int MOST = 400_000;

    private static final long PATIENCE_SECONDS = 5;

    private final Semaphore room = new Semaphore(MOST, true);

    /**
     * Makes an answer.
     *
     * @param points that it may have; more than there are at all count as those
     * @throws ApiException 503 where there is no room for seconds
     */
    void within(long points, Runnable answer) {
        int taken = (int) Math.min(MOST, points);
        try {
            if (!room.tryAcquire(taken, PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw ApiException.unavailable("Answers of " + MOST + " points are being made, as many as may at once");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ApiException.unavailable("The server ends");
        }
        try {
            answer.run();
        } finally {
            room.release(taken);
        }
    }
}
