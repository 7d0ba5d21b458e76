package io.gradwatch.benchmarks.report;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/** Description of the machine that figures were taken on: without it they say nothing. */
public final class Machine {

    private Machine() {}

    /**
     * One line: cores, operating system, JDK, load of the last minute (runnable threads; above the cores it is busy).
     */
    public static String describe() {
        return String.format(
                Locale.ROOT,
                "machine: %d cores, %s %s, JDK %s, load %.1f",
                Runtime.getRuntime().availableProcessors(),
                System.getProperty("os.name"),
                System.getProperty("os.arch"),
                System.getProperty("java.version"),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
    }

    /** Time that all cores spent on this process since it began, nanoseconds. */
    public static long processCpuNanos() {
        return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getProcessCpuTime();
    }
}
