package io.gradwatch.agent.queue;

import java.util.concurrent.atomic.AtomicLong;

/**
 * The free indices of a pool, last returned first taken: what was used last is still in the processor's cache.
 * Lock-free and without garbage; any thread may take and return.
 */
public final class IndexStack {

    /** Result of {@link #take} when no index is free. */
    public static final int NONE = -1;

    private final int[] below;
    /** Low half: index on top plus one, 0 for none. High half: a count of changes, so that no stale top is taken. */
    private final AtomicLong top = new AtomicLong();

    /** @param size the stack starts with all indices from 0 to size - 1, 0 on top */
    public IndexStack(int size) {
        below = new int[size];
        for (int index = size - 1; index >= 0; index--) {
            giveBack(index);
        }
    }

    /** A free index, or {@link #NONE}. */
    public int take() {
        while (true) {
            long seen = top.get();
            int index = (int) seen - 1;
            if (index < 0) {
                return NONE;
            }
            if (top.compareAndSet(seen, changed(seen, below[index]))) {
                return index;
            }
        }
    }

    /** Makes an index free that was taken. */
    public void giveBack(int index) {
        while (true) {
            long seen = top.get();
            below[index] = (int) seen;
            if (top.compareAndSet(seen, changed(seen, index + 1))) {
                return;
            }
        }
    }

    private static long changed(long seen, int newTop) {
        return ((seen >>> 32) + 1) << 32 | newTop;
    }
}
