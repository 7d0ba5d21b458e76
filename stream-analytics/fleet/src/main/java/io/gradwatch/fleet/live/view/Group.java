package io.gradwatch.fleet.live.view;

import java.util.Map;

/**
 * The runs that have something in common.
 *
 * @param name of what they have in common, empty for the runs that do not name it
 * @param stepsPerSecond of those that train, together
 * @param gpuHoursWasted part of the used hours during which a critical alert fired
 * @param alertsByClass alerts that fire
 */
public record Group(
        String name,
        Map<String, Integer> runsByState,
        double stepsPerSecond,
        double gpuHoursUsed,
        double gpuHoursWasted,
        Map<String, Integer> alertsByClass) {}
