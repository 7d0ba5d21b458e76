package io.gradwatch.benchmarks.latency;

import io.gradwatch.benchmarks.report.Latencies;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Time at which the failing step of each run was produced, and time until the step and its alert could be read. Written
 * by the sender, read by the reader.
 */
final class FailingSteps {

    private final Map<String, Long> produced = new ConcurrentHashMap<>();
    private final int warmUp;
    private final Latencies steps = new Latencies();
    private final Latencies alerts = new Latencies();
    private int alertsSeen;

    /** @param warmUp alerts that come first and are not counted */
    FailingSteps(int warmUp) {
        this.warmUp = warmUp;
    }

    /** To be called before the step is encoded. */
    void producing(String runId) {
        produced.put(runId, System.nanoTime());
    }

    /** A consumer was handed the step. */
    synchronized void stepReadable(String runId) {
        Long at = produced.get(runId);
        if (at != null && alertsSeen >= warmUp) {
            steps.add(System.nanoTime() - at);
        }
    }

    /** A consumer was handed an alert of the run; the first one counts. */
    synchronized void alertReadable(String runId) {
        Long at = produced.remove(runId);
        if (at != null && alertsSeen++ >= warmUp) {
            alerts.add(System.nanoTime() - at);
        }
    }

    synchronized long counted() {
        return alerts.count();
    }

    synchronized Latencies steps() {
        return steps;
    }

    synchronized Latencies alerts() {
        return alerts;
    }
}
