package io.gradwatch.benchmarks.throughput;

import io.gradwatch.benchmarks.report.Machine;

/** Time and CPU time since a moment. */
final class StopWatch {

    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = Machine.processCpuNanos();

    Round stop(long records) {
        return new Round(
                records, (System.nanoTime() - startNanos) / 1e9, (Machine.processCpuNanos() - startCpuNanos) / 1e9);
    }
}
