package io.gradwatch.fleet.live.view;

import java.util.Map;

/**
 * Sums over the runs of one instance.
 *
 * @param runsByState all states, those without a run as 0
 * @param unrecovered runs that ended with a fault that nobody has seen to, by verdict; those without a run as 0
 * @param alertsFiring alerts that fire, by kind
 * @param stepsPerSecond of all runs that train
 * @param slowRuns runs that train at less than 70 % of the usual rate of their attempt
 * @param gpuMillisUsed time of all accelerators, milliseconds
 * @param gpuMillisWasted the part of it during which a critical alert fired
 */
public record Census(
        Map<String, Integer> runsByState,
        Map<String, Integer> unrecovered,
        Map<AlertKind, Integer> alertsFiring,
        double stepsPerSecond,
        int slowRuns,
        long gpuMillisUsed,
        long gpuMillisWasted) {

    /**
     * Kind of an alert.
     *
     * @param alertClass such as {@code nan}
     * @param severity {@code info}, {@code warning} or {@code critical}
     */
    public record AlertKind(String alertClass, String severity) {}
}
