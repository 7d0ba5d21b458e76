package io.gradwatch.benchmarks.scale;

import java.util.concurrent.TimeUnit;

/** The heap of this process. */
final class Heap {

    private static final int MOST_COLLECTIONS = 20;
    private static final long BETWEEN_MILLIS = 500;

    /** A collection that frees less than this share of what lived before it is the last one. */
    private static final double STEADY = 0.01;

    private Heap() {}

    /** Bytes that live, once collections free no more: what was stopped ends in threads that take their time. */
    static long liveBytes() throws InterruptedException {
        long live = Long.MAX_VALUE;
        for (int i = 0; i < MOST_COLLECTIONS; i++) {
            System.gc();
            long now = Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
            if (now > live * (1 - STEADY)) {
                return Math.min(now, live);
            }
            live = now;
            TimeUnit.MILLISECONDS.sleep(BETWEEN_MILLIS);
        }
        return live;
    }
}
