package io.gradwatch.agent.dl4j;

import io.gradwatch.agent.StepRecorder;
import java.lang.System.Logger.Level;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * Measures tensors beside training, on one daemon thread that starts with the first step that has some and ends by
 * itself where none come for a second. At most {@value #SETS} steps are on their way; further ones go without tensors
 * rather than have training wait.
 */
final class StatisticsThread {
    private static final System.Logger LOG = System.getLogger(GradwatchListener.class.getName());
    private static final int SETS = 2;
    private static final long IDLE_SECONDS = 1;

    private final Executor executor;
    private final Queue<StepTensors> free = new ConcurrentLinkedQueue<>();
    private final AtomicLong skipped = new AtomicLong();
    private int made;

    StatisticsThread() {
        this(thread());
    }

    /** Measures with {@code executor}, which must take its tasks in order. */
    StatisticsThread(Executor executor) {
        this.executor = executor;
    }

    private static Executor thread() {
        ThreadPoolExecutor one = new ThreadPoolExecutor(
                1, 1, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), StatisticsThread::daemon);
        one.allowCoreThreadTimeOut(true);
        return one;
    }

    private static Thread daemon(Runnable work) {
        Thread thread = new Thread(null, work, "gradwatch-statistics", 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(StatisticsThread.class.getClassLoader());
        return thread;
    }

    /**
     * Room for the tensors of a step, for the training thread.
     *
     * @param maker makes the room, where there is none yet
     * @param histograms whether histograms of the tensors are taken
     * @return null where the thread is that far behind; the step counts as skipped
     */
    StepTensors take(Supplier<StepTensors> maker, boolean histograms) {
        StepTensors room = free.poll();
        if (room == null && made < SETS) {
            made++;
            room = maker.get();
        }
        if (room != null) {
            return room.begin(histograms);
        }
        if (skipped.incrementAndGet() == 1) {
            LOG.log(
                    Level.INFO,
                    "A step goes without tensor statistics: those of earlier steps are still computed. Further ones"
                            + " are not told of; a longer interval of the tensors avoids it.");
        }
        return null;
    }

    /** Measures the tensors and publishes the step, which was handed over. */
    void measure(StepTensors tensors, StepRecorder step) {
        try {
            executor.execute(() -> measureNow(tensors, step));
        } catch (Throwable e) {
            // No thread to be had: the step goes without.
            skipped.incrementAndGet();
            finish(tensors, step);
        }
    }

    private void measureNow(StepTensors tensors, StepRecorder step) {
        try {
            tensors.measure(step);
        } finally {
            finish(tensors, step);
        }
    }

    private void finish(StepTensors tensors, StepRecorder step) {
        free.add(tensors);
        step.publish();
    }

    /** Steps that went without tensors because the thread was behind. */
    long skipped() {
        return skipped.get();
    }
}
