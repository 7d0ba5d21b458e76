package io.gradwatch.agent;

import io.gradwatch.agent.step.MemoryBudget;
import io.gradwatch.schema.Alert;
import io.gradwatch.schema.NoticeLevel;
import io.gradwatch.schema.Split;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * A training run that is watched. A training loop starts it, records its steps and evaluations, and says how it ended:
 *
 * <pre>{@code
 * try (TrainingRun run = TrainingRun.start(RunDescription.named("digits"), AgentSettings.fromEnvironment())) {
 *     for (long step = 0; step < steps; step++) {
 *         run.step(step).loss(train(batch)).learningRate(rate).publish();
 *     }
 * }
 * }</pre>
 *
 * <p>Nothing here throws, or waits for Kafka or a disk, except that {@link #close} waits for Kafka for as long as the
 * settings say. A step costs under a microsecond and no garbage. Thread-safe: several training threads may record.
 */
public final class TrainingRun implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(TrainingRun.class.getName());
    /** Time for the agent's thread, beyond the wait for Kafka, to put everything into the spool and close it. */
    private static final Duration LAST_WORK = Duration.ofSeconds(3);
    /** Longest wait for Kafka while the JVM shuts down: those who stop jobs kill them after 10 s to 30 s. */
    private static final Duration SHUTDOWN_WAIT = Duration.ofSeconds(4);

    private final String runId;
    private final AgentSettings settings;
    private final AtomicLong dropped = new AtomicLong();
    private final MemoryBudget budget;
    private final StepSlots slots;
    private final AgentLoop loop;
    private final AlertListeners alerts;
    private final Thread agentThread;
    private final Thread shutdownHook;

    private TrainingRun(RunStart start) {
        runId = start.runId();
        settings = start.settings();
        budget = new MemoryBudget(settings.memoryLimitBytes());
        slots = new StepSlots(settings.queueCapacity(), budget, dropped);
        loop = new AgentLoop(start, slots, dropped);
        alerts = new AlertListeners(runId, settings);
        agentThread = new Thread(this::work, "gradwatch-agent");
        agentThread.setDaemon(true);
        agentThread.setContextClassLoader(TrainingRun.class.getClassLoader());
        shutdownHook = new Thread(this::endAtShutdown, "gradwatch-agent-shutdown");
    }

    /**
     * Begins a run. Opens no file and no socket on the calling thread.
     *
     * @param description what the run says of itself; null for nothing
     * @param settings how the agent works; null for what the environment says
     */
    public static TrainingRun start(RunDescription description, AgentSettings settings) {
        TrainingRun run = new TrainingRun(RunStart.of(description, settings));
        run.begin();
        return run;
    }

    private void begin() {
        try {
            agentThread.start();
            Runtime.getRuntime().addShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            LOG.log(Level.INFO, "Run {0} starts while the JVM shuts down.", runId);
        } catch (OutOfMemoryError e) {
            LOG.log(Level.WARNING, "No thread can be started for the agent: nothing of this run is sent.", e);
            slots.stopAccepting();
        }
    }

    /**
     * A recorder for the values of one optimizer step, to be filled and published by the calling thread. When the queue
     * is full the recorder discards what it is given, and the step counts as dropped.
     *
     * @param step optimizer steps since the start of training, from 0
     */
    public StepRecorder step(long step) {
        return slots.claim(step);
    }

    /** Records an evaluation of the model, see {@link #evaluation(long, double, Split, double, Map)}. */
    public void evaluation(long step, Split split, double loss, Map<String, Double> metrics) {
        publish(step, null, split, loss, metrics);
    }

    /**
     * Records an evaluation of the model on one split.
     *
     * @param step optimizer steps done before it
     * @param epoch passes over the training data, fractions allowed
     * @param split which data; with a single validation set that is {@link Split#TRAIN_VAL}
     * @param loss mean over the split
     * @param metrics further values, such as accuracy (0 to 1)
     */
    public void evaluation(long step, double epoch, Split split, double loss, Map<String, Double> metrics) {
        publish(step, epoch, split, loss, metrics);
    }

    /**
     * Records an evaluation of the model on one split, with all that was found.
     *
     * @param step optimizer steps done before it
     * @param split which data; with a single validation set that is {@link Split#TRAIN_VAL}
     * @param report what was found; null for nothing
     */
    public void evaluation(long step, Split split, EvaluationReport report) {
        EvaluationReport found = report == null ? EvaluationReport.builder().build() : report;
        offer(lastStep -> RunRecords.evaluation(step, split, found));
    }

    /**
     * Tells people something that the job itself knows, as an alert of the class notice. A title is told once, and
     * again when its level rises; at most 20 titles of an attempt are told.
     *
     * @param title what it is about, at most 256 characters; null or blank counts as "notice"
     * @param text what to know of it, at most 4,096 characters; null for nothing
     * @param level null counts as information
     */
    public void alert(String title, String text, NoticeLevel level) {
        String about = title == null || title.isBlank() ? "notice" : title;
        offer(lastStep -> RunRecords.notice(about, text == null ? "" : text, level, lastStep));
    }

    /** Tells that the job saved a checkpoint after the last step that it recorded. */
    public void checkpointSaved(String path) {
        checkpointSaved(-1, path, null, Map.of());
    }

    /**
     * Tells that the job saved a checkpoint, once it is complete: an alert names the newest one that was saved before
     * its fault began. One that is saved to the path of an earlier one takes its place.
     *
     * @param step optimizer steps done before it; negative for those that were recorded
     * @param path path, address or name by which people find it, at most 4,096 characters; without one nothing is told
     * @param sizeBytes null where it is not known
     * @param metrics values by which the job judges it, such as the validation loss; null for none
     */
    public void checkpointSaved(long step, String path, Long sizeBytes, Map<String, Double> metrics) {
        if (path == null || path.isBlank()) {
            return;
        }
        Map<String, Double> values;
        try {
            values = metrics == null ? Map.of() : Map.copyOf(metrics);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "The metrics of checkpoint " + path + " are left out, they cannot be read: " + e);
            values = Map.of();
        }
        Map<String, Double> copied = values;
        offer(lastStep -> RunRecords.checkpoint(step, path, sizeBytes, copied, lastStep));
    }

    /**
     * From now on the job is told of the alerts of this run, so that it can save a checkpoint or stop; without this
     * call nothing ever comes back to it.
     *
     * <pre>{@code
     * run.onAlert(alert -> stop.compareAndSet(false, alert.getSeverity() == Severity.CRITICAL));
     * }</pre>
     *
     * @param listener takes each transition of an alert once, on a thread of the agent: it should be quick. What it
     *     throws is logged
     */
    public void onAlert(Consumer<Alert> listener) {
        try {
            alerts.add(listener);
        } catch (RuntimeException e) {
            LOG.log(Level.WARNING, "Alerts of run " + runId + " cannot be followed: " + e);
        }
    }

    private void offer(LongFunction<Object> event) {
        slots.offer(new AgentLoop.PendingRecord(System.currentTimeMillis(), event));
    }

    private void publish(long step, Double epoch, Split split, double loss, Map<String, Double> metrics) {
        EvaluationReport report;
        try {
            report = EvaluationReport.builder()
                    .epoch(epoch)
                    .loss(loss)
                    .metrics(metrics)
                    .build();
        } catch (RuntimeException e) {
            dropped.incrementAndGet();
            LOG.log(Level.WARNING, "An evaluation at step " + step + " is dropped, its metrics cannot be read: " + e);
            return;
        }
        evaluation(step, split, report);
    }

    /**
     * The run has done what it set out to do. Of several endings the first counts; what is recorded later is dropped.
     * The agent ends by itself once Kafka has everything; {@link #close} waits for that.
     */
    public void finish() {
        loop.end(Ending.finished());
    }

    /**
     * The run has failed. An {@link OutOfMemoryError}, or what natives and accelerators say in its place, is told
     * apart.
     *
     * @param cause what ended it; null where that is not known
     */
    public void fail(Throwable cause) {
        loop.end(Ending.failed(cause));
    }

    /** The run was stopped by a person or a scheduler. */
    public void stop() {
        loop.end(Ending.stopped());
    }

    /**
     * Ends the agent; the run has finished unless its end was told before. Waits until Kafka has everything, at most
     * for the close timeout of the settings; what Kafka does not have by then stays in the spool for the next agent.
     */
    @Override
    public void close() {
        close(settings.closeTimeout());
        forgetShutdown();
    }

    private void work() {
        loop.run();
        forgetShutdown();
    }

    private void forgetShutdown() {
        try {
            Runtime.getRuntime().removeShutdownHook(shutdownHook);
        } catch (IllegalStateException e) {
            // The JVM shuts down: the hook finds the run closed.
        }
    }

    private void close(Duration wait) {
        finish();
        alerts.close();
        loop.closeBy(System.nanoTime() + wait.toNanos());
        try {
            agentThread.join(wait.plus(LAST_WORK).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (agentThread.isAlive()) {
            LOG.log(Level.WARNING, "The agent of run {0} needs longer to end, it goes on beside the job.", runId);
        }
    }

    private void endAtShutdown() {
        stop();
        Duration wait = settings.closeTimeout();
        close(wait.compareTo(SHUTDOWN_WAIT) > 0 ? SHUTDOWN_WAIT : wait);
    }

    /** The run's id: the key of its records in Kafka. */
    public String runId() {
        return runId;
    }

    /** Steps and evaluations that were lost because the queue or the spool was full. */
    public long droppedRecords() {
        return loop.droppedRecords();
    }

    /** Bytes that wait in the spool of this session; 0 when Kafka has everything. */
    public long spooledBytes() {
        return loop.spooledBytes();
    }

    /** Health of the agent, with the cause of its trouble if it has any. */
    public AgentHealth health() {
        return loop.health(budget.refusedRows());
    }

    /** Shows the run and where Kafka is. */
    @Override
    public String toString() {
        return "TrainingRun(" + runId + ", " + settings.bootstrapServers() + ")";
    }
}
