package io.gradwatch.metrics;

import io.prometheus.metrics.core.metrics.CounterWithCallback;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.SummaryWithCallback;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.Quantiles;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;
import java.lang.management.MemoryUsage;

/** The first things one asks of a JVM, under the names that the Prometheus client gives them everywhere. */
public final class JvmMetrics {

    private static final double MILLIS_PER_SECOND = 1_000;
    private static final double NANOS_PER_SECOND = 1e9;

    private JvmMetrics() {}

    /** Adds them to a registry; values are taken at each scrape. */
    public static void register(PrometheusRegistry registry) {
        MemoryMXBean memory = ManagementFactory.getMemoryMXBean();
        GaugeWithCallback.builder()
                .name("jvm_memory_used_bytes")
                .help("Used bytes of a memory area")
                .labelNames("area")
                .callback(value -> {
                    value.call(memory.getHeapMemoryUsage().getUsed(), "heap");
                    value.call(memory.getNonHeapMemoryUsage().getUsed(), "nonheap");
                })
                .register(registry);
        GaugeWithCallback.builder()
                .name("jvm_memory_max_bytes")
                .help("Most bytes that a memory area may have; -1 where there is no bound")
                .labelNames("area")
                .callback(value -> {
                    MemoryUsage heap = memory.getHeapMemoryUsage();
                    value.call(heap.getMax(), "heap");
                    value.call(memory.getNonHeapMemoryUsage().getMax(), "nonheap");
                })
                .register(registry);
        SummaryWithCallback.builder()
                .name("jvm_gc_collection_seconds")
                .help("Time spent in a garbage collector")
                .labelNames("gc")
                .callback(value -> ManagementFactory.getGarbageCollectorMXBeans()
                        .forEach(gc -> value.call(
                                gc.getCollectionCount(),
                                gc.getCollectionTime() / MILLIS_PER_SECOND,
                                Quantiles.EMPTY,
                                gc.getName())))
                .register(registry);
        GaugeWithCallback.builder()
                .name("jvm_threads_current")
                .help("Live threads")
                .callback(
                        value -> value.call(ManagementFactory.getThreadMXBean().getThreadCount()))
                .register(registry);
        GaugeWithCallback.builder()
                .name("process_start_time_seconds")
                .help("When the process began, seconds since 1970")
                .callback(
                        value -> value.call(ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS_PER_SECOND))
                .register(registry);
        ProcessHandle self = ProcessHandle.current();
        CounterWithCallback.builder()
                .name("process_cpu_seconds_total")
                .help("Time that the process ran on processors")
                .callback(value ->
                        self.info().totalCpuDuration().ifPresent(time -> value.call(time.toNanos() / NANOS_PER_SECOND)))
                .register(registry);
    }
}
