package io.gradwatch.benchmarks.report;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * CPU time and allocations of the thread that measures: JMH's clock runs on while other processes have the core, and
 * its profiler of allocations counts all threads, the broker's too. Fields are counters that JMH sums and sets back.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class ThreadCost {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    /** Calls between {@link #begin} and {@link #end}. */
    public long calls;

    /** CPU time of this thread between them, nanoseconds. */
    public long cpuNanos;

    /** Bytes that this thread allocated between them. */
    public long allocatedBytes;

    /** Calls without an effect, where a benchmark counts them. */
    public long droppedCalls;

    private long bytesBefore;
    private long cpuBefore;

    /** To be called before the first call of some. */
    public void begin() {
        bytesBefore = THREADS.getCurrentThreadAllocatedBytes();
        cpuBefore = THREADS.getCurrentThreadCpuTime();
    }

    /** To be called after the last of {@code some} calls. */
    public void end(int some) {
        cpuNanos += THREADS.getCurrentThreadCpuTime() - cpuBefore;
        allocatedBytes += THREADS.getCurrentThreadAllocatedBytes() - bytesBefore;
        calls += some;
    }
}
