package io.gradwatch.fleet.live.table;

import io.gradwatch.schema.LiveRun;
import java.time.Duration;

/**
 * When a run leaves the live tables: nothing came of it for as long as it is kept, whether or not it said that it
 * ended.
 */
final class Expiry {

    private static final Duration LONGEST_INTERVAL = Duration.ofMinutes(10);
    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final int PARTS = 10;

    private Expiry() {}

    /** How often to look: ten times while a run is kept, every ten minutes at the least often. */
    static Duration interval(Duration retention) {
        Duration part = retention.dividedBy(PARTS);
        if (part.compareTo(SHORTEST_INTERVAL) < 0) {
            return SHORTEST_INTERVAL;
        }
        return part.compareTo(LONGEST_INTERVAL) > 0 ? LONGEST_INTERVAL : part;
    }

    static boolean expired(LiveRun run, long nowMillis, Duration retention) {
        return nowMillis - run.getLastRecordMillis() > retention.toMillis();
    }
}
