package io.gradwatch.benchmarks.throughput;

import java.util.Locale;

/**
 * One pass over the topic.
 *
 * @param records that were read
 * @param seconds from the first to the last
 * @param cpuSeconds that all cores spent on the process meanwhile, the broker included
 */
record Round(long records, double seconds, double cpuSeconds) {

    double recordsPerSecond() {
        return records / seconds;
    }

    double cpuMicrosPerRecord() {
        return 1e6 * cpuSeconds / records;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%,9.0f records/s   %5.2f µs of CPU a record   %5.1f s",
                recordsPerSecond(),
                cpuMicrosPerRecord(),
                seconds);
    }
}
