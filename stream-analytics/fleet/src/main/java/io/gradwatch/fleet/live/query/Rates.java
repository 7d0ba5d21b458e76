package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.RunRow;
import java.time.Duration;

/**
 * Rates at the moment of a request: a run that sends nothing makes no steps. The last measured rate holds for a while,
 * because an evaluation is no standstill, and then falls as the pause grows.
 */
public final class Rates {

    /** The last measured rate holds for this time or these steps, whichever lasts longer. Own choices. */
    private static final Duration USUAL_PAUSE = Duration.ofSeconds(60);

    private static final int USUAL_STEPS = 10;

    private Rates() {}

    /** The row of a run at a moment, in the time of the log. */
    public static RunRow at(RunRow row, long nowMillis) {
        double rate = row.stepsPerSecond();
        if (row.endedMillis() != null || !(rate > 0)) {
            return row;
        }
        double usualMillis = Math.max(USUAL_PAUSE.toMillis(), USUAL_STEPS * 1_000 / rate);
        double silentMillis = nowMillis - row.lastStepMillis();
        if (silentMillis <= usualMillis) {
            return row;
        }
        double part = usualMillis / silentMillis;
        Long left = row.timeLeftMillis();
        return row.with(rate * part, left == null ? null : Math.round(left / part));
    }

    /** The same of an entry of the index. */
    public static RunIndex.Entry at(RunIndex.Entry entry, long nowMillis) {
        RunRow row = at(entry.row(), nowMillis);
        return row == entry.row() ? entry : entry.with(row);
    }
}
