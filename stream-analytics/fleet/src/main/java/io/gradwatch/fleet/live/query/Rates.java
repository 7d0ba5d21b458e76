package io.gradwatch.fleet.live.query;

import io.gradwatch.fleet.live.row.RunIndex;
import io.gradwatch.fleet.live.view.RunRow;
import java.time.Duration;

/**
 * Rates as they are when they are asked for: a run that says nothing makes no steps. What was measured last holds for a
 * while, for an evaluation is no standstill, and then falls as the silence grows.
 */
public final class Rates {

    /** Silence that says nothing of the rate. Own choices. */
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
        return row == entry.row()
                ? entry
                : new RunIndex.Entry(
                        row,
                        entry.baselineStepsPerSecond(),
                        entry.gpuMillisUsed(),
                        entry.gpuMillisWasted(),
                        entry.alerts(),
                        entry.words());
    }
}
