package io.gradwatch.detection.job;

import io.gradwatch.detection.job.kafka.TopicCheck;
import io.gradwatch.detection.job.metrics.JobMetricsReporter;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.job.settings.FlinkSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.HeartbeatManagerOptions;
import org.apache.flink.configuration.JobManagerOptions;
import org.apache.flink.configuration.MemorySize;
import org.apache.flink.configuration.RestOptions;
import org.apache.flink.configuration.RpcOptions;
import org.apache.flink.configuration.TaskManagerOptions;
import org.apache.flink.configuration.WebOptions;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;
import org.apache.flink.runtime.minicluster.MiniClusterConfiguration;
import org.apache.flink.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The detection job on a Flink cluster inside this JVM. Its checkpoints are in a folder; started again on that folder,
 * after a {@link #close} or after the process was killed, it goes on from the newest one that can be read. It listens
 * on the loopback address only.
 */
public final class EmbeddedDetection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedDetection.class);
    private static final Duration POLL = Duration.ofMillis(50);
    private static final Duration LAST_CHECKPOINT = Duration.ofSeconds(5);
    private static final Duration PATIENCE_OF_PARTS = Duration.ofMinutes(3);
    private static final String LOOPBACK = "127.0.0.1";

    /** The timers of Flink's actors look at the clock this often; 10 ms by default, in two threads. */
    private static final String TICK = "pekko.scheduler.tick-duration";

    private static final String TICK_DURATION = "100ms";

    /** Buffers of the network: those of one parallel job, and of each further one, whose tasks all are connected. */
    private static final int NETWORK_MEBIBYTES = 8;

    private static final int NETWORK_MEBIBYTES_OF_MORE = 8;

    private final DetectionSettings settings;
    private final JobPlan plan;
    private final Path temporary;
    private final RestartMonitor restarts = new RestartMonitor();
    private JobMetricsReporter metrics;
    private MiniCluster cluster;
    private EmbeddedJob job;

    /**
     * @param settings of the job
     * @param folder where checkpoints are or will be, and what Flink needs while it runs; of this object alone
     */
    public EmbeddedDetection(DetectionSettings settings, Path folder) {
        this(settings, folder, FlinkSettings.restartingForEver());
    }

    private EmbeddedDetection(DetectionSettings settings, Path folder, Configuration restarts) {
        this.settings = settings;
        this.plan = new JobPlan(settings, folder.resolve("checkpoints"), restarts);
        this.temporary = folder.resolve("tmp").toAbsolutePath();
    }

    /** One that fails with the first failure of the job instead of restarting it: for tests. */
    public static EmbeddedDetection failingFast(DetectionSettings settings, Path folder) {
        return new EmbeddedDetection(settings, folder, FlinkSettings.neverRestarting());
    }

    /**
     * Starts the cluster and submits the job, which then connects to Kafka; {@link #awaitRunning} waits for that.
     *
     * @throws IllegalStateException when it is started already, the topics are not fit for it, or Flink cannot start
     */
    public synchronized void start() {
        if (cluster != null) {
            throw new IllegalStateException("detection is already started");
        }
        TopicCheck.check(settings);
        if (System.getProperty(TICK) == null) {
            System.setProperty(TICK, TICK_DURATION);
        }
        // A process that was killed could not tidy up.
        FileUtils.deleteDirectoryQuietly(temporary.toFile());
        metrics = new JobMetricsReporter(settings.metrics());
        MiniCluster starting = new MeasuredMiniCluster(clusterConfiguration(), metrics);
        try {
            starting.start();
            submit(starting);
            cluster = starting;
        } catch (InterruptedException e) {
            starting.closeAsync().join();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while starting detection", e);
        } catch (Exception e) {
            starting.closeAsync().join();
            throw new IllegalStateException("Flink could not start detection: " + e, e);
        }
    }

    /**
     * Returns when every part of the job runs. Where a checkpoint cannot be restored, it is set aside and the next
     * older one is tried, then the oldest record.
     *
     * @throws IllegalStateException when it failed, with the cause, or does not run in time
     */
    public void awaitRunning(Duration timeout) throws InterruptedException {
        Instant deadline = Instant.now().plus(timeout);
        while (!allRunning()) {
            if (beganAnew()) {
                continue;
            }
            Optional<String> problem = jobProblem();
            if (problem.isPresent() && hasEnded()) {
                throw new IllegalStateException("detection failed: " + problem.get());
            }
            if (Instant.now().isAfter(deadline)) {
                throw new IllegalStateException("detection does not run after " + timeout.toSeconds() + " s"
                        + problem.map(why -> ": " + why).orElse(""));
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** Damage found when it was started, and from where it goes on; empty where nothing was. */
    public Optional<String> damage() {
        return plan.damage();
    }

    /** True where a checkpoint could not be restored, and the job was begun anew without it. */
    private synchronized boolean beganAnew() throws InterruptedException {
        try {
            if (cluster == null || !plan.setAsideUnrestorable(job)) {
                return false;
            }
            submit(cluster);
            return true;
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("The job could not be begun anew without its checkpoint; it is tried again", e);
            return false;
        }
    }

    private void submit(MiniCluster to) throws ExecutionException, InterruptedException {
        job = new EmbeddedJob(to, to.submitJob(plan.newest()).get().getJobID(), plan.restored());
    }

    /** True where the job will not restart by itself, or Flink cannot be asked. */
    private synchronized boolean hasEnded() throws InterruptedException {
        try {
            return cluster == null || job.hasEnded();
        } catch (ExecutionException | TimeoutException e) {
            return true;
        }
    }

    /**
     * Problem of the job, or with the serving of its metrics; empty while it runs, or restarts after a failure or two.
     * Never throws.
     */
    public synchronized Optional<String> check() {
        Optional<String> problem = jobProblem();
        return problem.isPresent() ? problem : metrics.problem();
    }

    private synchronized Optional<String> jobProblem() {
        if (cluster == null) {
            return Optional.of("not started");
        }
        try {
            AccessExecutionGraph graph = job.graph();
            JobStatus status = graph.getState();
            ErrorInfo failure = graph.getFailureInfo();
            if (failure != null) {
                restarts.failed(failure.getTimestamp(), failure.getExceptionAsString());
            }
            if (!status.isTerminalState()) {
                return restarts.loop(System.currentTimeMillis());
            }
            return Optional.of(status + (failure == null ? "" : ": " + failure.getExceptionAsString()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.of("interrupted");
        } catch (ExecutionException | TimeoutException | RuntimeException e) {
            return Optional.of("Flink does not answer: " + e);
        }
    }

    /** Takes a last checkpoint if that is quick, and stops. Does nothing when it is stopped. */
    @Override
    public synchronized void close() {
        if (cluster == null) {
            return;
        }
        MiniCluster closing = cluster;
        cluster = null;
        try {
            closing.triggerCheckpoint(job.job()).get(LAST_CHECKPOINT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            LOG.info("No last checkpoint was taken, the next start goes on from the one before: {}", e.toString());
        }
        closing.closeAsync().join();
        FileUtils.deleteDirectoryQuietly(temporary.toFile());
    }

    @Override
    public String toString() {
        return "EmbeddedDetection(" + plan + ")";
    }

    private synchronized boolean allRunning() throws InterruptedException {
        try {
            return cluster != null && job.isRunning();
        } catch (ExecutionException | TimeoutException e) {
            return false;
        }
    }

    private MemorySize networkMemory() {
        return MemorySize.ofMebiBytes(NETWORK_MEBIBYTES + NETWORK_MEBIBYTES_OF_MORE * (settings.parallelism() - 1L));
    }

    private MiniClusterConfiguration clusterConfiguration() {
        Configuration flink = plan.configuration();
        flink.set(CoreOptions.TMP_DIRS, temporary.toString());
        flink.set(RestOptions.ADDRESS, LOOPBACK);
        flink.set(RestOptions.BIND_ADDRESS, LOOPBACK);
        flink.set(RestOptions.BIND_PORT, "0");
        flink.set(RestEndpointCloser.CLOSED, true);
        flink.set(JobManagerOptions.BIND_HOST, LOOPBACK);
        flink.set(TaskManagerOptions.BIND_HOST, LOOPBACK);
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MIN, networkMemory());
        flink.set(TaskManagerOptions.NETWORK_MEMORY_MAX, networkMemory());
        flink.set(TaskManagerOptions.MANAGED_MEMORY_SIZE, MemorySize.ofMebiBytes(1));
        // The parts of a cluster in one process die together; a busy host alone makes them late.
        flink.set(HeartbeatManagerOptions.HEARTBEAT_TIMEOUT, PATIENCE_OF_PARTS);
        flink.set(RpcOptions.ASK_TIMEOUT_DURATION, PATIENCE_OF_PARTS);
        flink.set(WebOptions.SUBMIT_ENABLE, false);
        flink.set(WebOptions.CANCEL_ENABLE, false);
        return new MiniClusterConfiguration.Builder()
                .setConfiguration(flink)
                .setCommonBindAddress(LOOPBACK)
                .setNumTaskManagers(1)
                .setNumSlotsPerTaskManager(settings.parallelism())
                .build();
    }
}
