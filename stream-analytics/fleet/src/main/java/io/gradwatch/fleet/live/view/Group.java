package io.gradwatch.fleet.live.view;

import io.gradwatch.fleet.api.Described;
import java.util.Map;

/** The runs that have something in common. */
public record Group(
        @Described("Common value of the runs; empty for the runs that do not name it.")
        String name,

        @Described("Runs by state.") Map<String, Integer> runsByState,

        @Described(value = "Rate of those that train, together.", finite = true)
        double stepsPerSecond,

        @Described(value = "Hours of all accelerators.", finite = true)
        double gpuHoursUsed,

        @Described(value = "Part of the used hours during which a critical alert fired.", finite = true)
        double gpuHoursWasted,

        @Described("Firing alerts by class.") Map<String, Integer> alertsByClass) {}
