package io.gradwatch.fleet.sql;

import io.gradwatch.fleet.sql.SqlRefusedException.Reason;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Stream;

/** What was asked since the start, by how it ended. Thread-safe. */
public final class SqlCounters {

    static final String ANSWERED = "answered";
    static final String FAILED = "failed";

    /**
     * How a question ends: {@code answered}; the reason for which it was refused, in lower case; {@code failed} where
     * the server met an error.
     */
    public static final List<String> OUTCOMES = Stream.concat(
                    Stream.of(ANSWERED, FAILED), Arrays.stream(Reason.values()).map(SqlCounters::label))
            .toList();

    private final Map<String, LongAdder> ended = new TreeMap<>();
    private final LongAdder nanos = new LongAdder();
    private final AtomicInteger running = new AtomicInteger();

    SqlCounters() {
        OUTCOMES.forEach(outcome -> ended.put(outcome, new LongAdder()));
    }

    void begun() {
        running.incrementAndGet();
    }

    /** A question for which there was no place: it took no time. */
    void turnedAway() {
        ended.get(label(Reason.TOO_MANY)).increment();
    }

    void ended(String outcome, long tookNanos) {
        running.decrementAndGet();
        ended.get(outcome).increment();
        nanos.add(tookNanos);
    }

    /** Questions that ended so. */
    public long ended(String outcome) {
        return ended.get(outcome).sum();
    }

    /** Questions that run now. */
    public int running() {
        return running.get();
    }

    /** Time that all questions took together that were not turned away. */
    public double seconds() {
        return nanos.sum() / 1e9;
    }

    static String label(Reason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }
}
