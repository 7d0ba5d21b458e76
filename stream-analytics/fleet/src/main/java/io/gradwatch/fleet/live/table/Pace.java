package io.gradwatch.fleet.live.table;

import io.gradwatch.schema.PaceState;

/**
 * Measures steps per second in the time of the agent, over the last 10 to 20 seconds, or the last two steps where they
 * take longer. What the attempt usually does is a mean of these rates that follows faster ones at 20 % a window and
 * slower ones at 1 %, so that a slow hour does not become the usual. Own choices.
 */
final class Pace {

    private static final long WINDOW_MILLIS = 10_000;
    private static final long SHORTEST_MILLIS = 1_000;
    private static final double FASTER = 0.2;
    private static final double SLOWER = 0.01;

    private Pace() {}

    static PaceState fresh() {
        return PaceState.newBuilder().build();
    }

    static void take(PaceState pace, long step, long millis) {
        if (pace.getFromStep() < 0 || step < pace.getNextStep() || millis < pace.getNextMillis()) {
            begin(pace, step, millis);
            return;
        }
        long elapsed = millis - pace.getFromMillis();
        if (elapsed >= SHORTEST_MILLIS) {
            pace.setStepsPerSecond((step - pace.getFromStep()) * 1000.0 / elapsed);
        }
        if (millis - pace.getNextMillis() >= WINDOW_MILLIS) {
            learn(pace, pace.getStepsPerSecond());
            pace.setFromStep(pace.getNextStep());
            pace.setFromMillis(pace.getNextMillis());
            pace.setNextStep(step);
            pace.setNextMillis(millis);
        }
    }

    /** Steps went back, or the clock did: the rate before stays until there is a new one. */
    private static void begin(PaceState pace, long step, long millis) {
        pace.setFromStep(step);
        pace.setFromMillis(millis);
        pace.setNextStep(step);
        pace.setNextMillis(millis);
    }

    private static void learn(PaceState pace, double rate) {
        double usual = pace.getBaselineStepsPerSecond();
        double weight = usual == 0 ? 1 : rate > usual ? FASTER : SLOWER;
        pace.setBaselineStepsPerSecond(usual + weight * (rate - usual));
    }
}
