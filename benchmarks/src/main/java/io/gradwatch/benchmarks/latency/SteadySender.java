package io.gradwatch.benchmarks.latency;

import io.gradwatch.benchmarks.setup.ScratchKafka;
import io.gradwatch.benchmarks.setup.SyntheticRun;
import io.gradwatch.benchmarks.setup.TelemetryProducer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Sends the records of healthy runs at a steady rate, and among them now and then a fresh run of two good steps and a
 * third whose loss is NaN.
 */
final class SteadySender extends Thread {

    private static final int HEALTHY_RUNS = 9;
    private static final int GOOD_STEPS = 2;

    private final double recordsPerSecond;
    private final double failuresPerSecond;
    private final FailingSteps failing;
    private final TelemetryProducer producer;
    private final List<SyntheticRun> healthy = new ArrayList<>();
    private final Deque<Runnable> failingRun = new ArrayDeque<>();
    private volatile boolean stopped;
    private long sent;
    private long failures;

    SteadySender(ScratchKafka kafka, double recordsPerSecond, double failuresPerSecond, FailingSteps failing) {
        super("sender");
        setDaemon(true);
        this.recordsPerSecond = recordsPerSecond;
        this.failuresPerSecond = failuresPerSecond;
        this.failing = failing;
        this.producer = new TelemetryProducer(kafka, Map.of("acks", "all", "linger.ms", "0"));
        for (int i = 0; i < HEALTHY_RUNS; i++) {
            healthy.add(new SyntheticRun("healthy-" + i, 0, i));
        }
    }

    @Override
    public void run() {
        healthy.forEach(run -> producer.send(run, run.started()));
        long start = System.nanoTime();
        while (!stopped) {
            long due = start + (long) (sent * TimeUnit.SECONDS.toNanos(1) / recordsPerSecond);
            while (System.nanoTime() < due) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            next();
            sent++;
        }
        producer.close();
    }

    void finish() throws InterruptedException {
        stopped = true;
        join();
    }

    private void next() {
        if (failingRun.isEmpty() && sent * failuresPerSecond >= failures * recordsPerSecond) {
            SyntheticRun run = new SyntheticRun("failing-" + failures, 0, failures);
            failures++;
            failingRun.add(() -> producer.send(run, run.started()));
            for (int i = 0; i < GOOD_STEPS; i++) {
                failingRun.add(() -> producer.send(run, run.step()));
            }
            failingRun.add(() -> {
                failing.producing(run.runId());
                producer.send(run, run.failingStep());
            });
        }
        if (failingRun.isEmpty()) {
            SyntheticRun run = healthy.get((int) (sent % HEALTHY_RUNS));
            producer.send(run, run.step());
        } else {
            failingRun.remove().run();
        }
    }
}
