package io.gradwatch.fleet.live.view;

import io.gradwatch.fleet.api.Described;
import java.util.Map;

/** The runs that have the same value in a column. */
public record RunGroup(
        @Described(value = "The value; null for the runs without one.", nullable = true)
        String value,

        @Described("Runs of the group.") long runs,
        @Described("Runs by state.") Map<String, Integer> runsByState,

        @Described("Smallest finite value of the measured column; null without one.")
        Double least,

        @Described(value = "Id of a run that has the smallest value; null without one.", nullable = true)
        String leastRun,

        @Described("Largest finite value of the measured column; null without one.")
        Double greatest,

        @Described(value = "Id of a run that has the largest value; null without one.", nullable = true)
        String greatestRun) {}
