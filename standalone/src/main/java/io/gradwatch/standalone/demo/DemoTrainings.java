package io.gradwatch.standalone.demo;

import io.gradwatch.agent.AgentSettings;
import io.gradwatch.agent.TrainingRun;
import io.gradwatch.standalone.demo.jobs.DemoJob;
import io.gradwatch.standalone.demo.jobs.DemoJobMain;
import io.gradwatch.standalone.demo.jobs.DemoJobs;
import io.gradwatch.standalone.demo.jobs.TrainingProgress;
import io.gradwatch.standalone.stack.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.function.Predicate;

/** The demo's jobs at work: one thread each, and a process of its own for the one that is killed. */
final class DemoTrainings implements AutoCloseable {

    private static final String KILLED = "killed";

    private static final long KILLED_AFTER_STEPS = 100;
    private static final Duration LONGEST_END = Duration.ofSeconds(5);

    private final Map<String, String> environment;
    private final DataFolder folder;
    private final DemoScreen screen;
    private final Predicate<String> alerted;
    private final List<Thread> threads = new ArrayList<>();
    private KilledProcess process;
    private volatile boolean closed;

    /**
     * @param environment variables by which agents connect
     * @param alerted true once all expected alerts of a run have come: it is stopped then, as its owner would do
     */
    DemoTrainings(Map<String, String> environment, DataFolder folder, DemoScreen screen, Predicate<String> alerted) {
        this.alerted = alerted;
        this.environment = environment;
        this.folder = folder;
        this.screen = screen;
    }

    void start() {
        for (DemoJob job : DemoJobs.all()) {
            Thread thread = new Thread(
                    job.name().equals(KILLED) ? () -> trainAndKill(job) : () -> train(job), "demo-" + job.name());
            thread.setDaemon(true);
            threads.add(thread);
            screen.progress(job.name(), "starting");
            thread.start();
        }
    }

    boolean areDone() {
        return threads.stream().noneMatch(Thread::isAlive);
    }

    /** Ends what still trains, within a few seconds. */
    @Override
    public void close() throws InterruptedException {
        synchronized (this) {
            closed = true;
            if (process != null) {
                process.close();
            }
        }
        for (Thread thread : threads) {
            thread.join(LONGEST_END.toMillis());
        }
    }

    private void train(DemoJob job) {
        try (TrainingRun run = TrainingRun.start(job.description(), AgentSettings.fromEnvironment(environment))) {
            try {
                train(job, run);
                screen.progress(job.name(), "finished");
            } catch (CancellationException e) {
                run.stop();
                screen.progress(job.name(), e.getMessage());
            } catch (IOException | RuntimeException | Error e) {
                run.fail(e);
                screen.progress(job.name(), "failed: " + e);
            }
        }
    }

    private void train(DemoJob job, TrainingRun run) throws IOException {
        TrainingProgress progress = report -> show(job, report);
        Path checkpoints = folder.root().resolve("checkpoints").resolve(job.name());
        job.train(run, progress, Files.createDirectories(checkpoints).toFile());
    }

    private void show(DemoJob job, TrainingProgress.Report report) {
        if (closed) {
            throw new CancellationException("the demo was stopped");
        }
        if (alerted.test(job.name())) {
            throw new CancellationException("step %,6d  stopped, as its alert came".formatted(report.step()));
        }
        screen.progress(job.name(), line(report));
    }

    private void trainAndKill(DemoJob job) {
        try (KilledProcess child = startChild(job)) {
            child.killAfter(KILLED_AFTER_STEPS, step -> screen.progress(job.name(), "step %,6d".formatted(step)));
            screen.progress(job.name(), "step %,6d  killed (SIGKILL)".formatted(KILLED_AFTER_STEPS));
        } catch (IOException e) {
            screen.progress(job.name(), "could not be killed: " + e.getMessage());
        }
    }

    private synchronized KilledProcess startChild(DemoJob job) throws IOException {
        if (closed) {
            throw new IOException("the demo was stopped");
        }
        process = KilledProcess.start(DemoJobMain.class.getName(), List.of(job.name()), environment, folder.root());
        return process;
    }

    private static String line(TrainingProgress.Report report) {
        String training = String.format(
                Locale.ROOT, "step %,6d of %,6d  loss %-10.4g", report.step(), report.steps(), report.loss());
        boolean evaluated = report.validationAccuracy() >= 0;
        return evaluated
                ? training
                        + String.format(
                                Locale.ROOT,
                                " validation loss %-10.4g accuracy %.3f",
                                report.validationLoss(),
                                report.validationAccuracy())
                : training;
    }
}
