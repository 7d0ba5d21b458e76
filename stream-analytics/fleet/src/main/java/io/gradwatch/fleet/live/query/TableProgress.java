package io.gradwatch.fleet.live.query;

import java.util.HashSet;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Progress of the loading of the live tables. A partition counts once this instance has read all of it, or another
 * instance is active for it. Until all count, what is answered would miss runs, so that nothing is; afterwards the
 * copies of a partition that changes hands answer for it.
 */
public final class TableProgress {

    private final Supplier<OptionalInt> total;
    private final Supplier<Set<Integer>> loaded;
    private final Supplier<Set<Integer>> elsewhere;
    private volatile boolean complete;

    /**
     * @param total partitions of the tables; empty before the topics are known
     * @param loaded partitions that this instance has read
     * @param elsewhere partitions that other instances are active for
     */
    public TableProgress(Supplier<OptionalInt> total, Supplier<Set<Integer>> loaded, Supplier<Set<Integer>> elsewhere) {
        this.total = total;
        this.loaded = loaded;
        this.elsewhere = elsewhere;
    }

    /** True where every partition was read once, here or elsewhere. */
    boolean isComplete() {
        if (!complete) {
            OptionalInt all = total.get();
            complete = all.isPresent() && count() >= all.getAsInt();
        }
        return complete;
    }

    /** @throws UnavailableException while the tables are loading */
    void requireComplete() {
        if (!isComplete()) {
            throw new UnavailableException(words());
        }
    }

    /** The tables are lost and made anew. */
    public void beginAnew() {
        complete = false;
    }

    /** Exception with {@link #words} for the caller, in place of the cause's message. */
    UnavailableException unavailable(Throwable cause) {
        return new UnavailableException(words(), cause);
    }

    /** Reason why nothing can be answered now. */
    public String words() {
        OptionalInt all = total.get();
        if (all.isEmpty()) {
            return "The tables have not started yet: Kafka or its topics are not there";
        }
        int count = count();
        return complete || count >= all.getAsInt()
                ? "A part of the tables is being handed over; ask again in a moment"
                : "The tables are still loading: " + count + " of " + all.getAsInt() + " partitions";
    }

    private int count() {
        Set<Integer> known = new HashSet<>(loaded.get());
        known.addAll(elsewhere.get());
        return known.size();
    }
}
