package io.gradwatch.standalone.chaos;

import java.time.Duration;
import java.util.Locale;

/**
 * Settings of a run of chaos.
 *
 * @param form way to run the monitor
 * @param seed of all that is left to chance
 * @param faults number of faults
 * @param longest no fault begins later than this after the start
 */
record ChaosSettings(ChaosForm form, long seed, int faults, Duration longest) {

    /** As options of the command. */
    @Override
    public String toString() {
        return "--form " + form.name().toLowerCase(Locale.ROOT) + " --seed " + seed + " --faults " + faults;
    }
}
