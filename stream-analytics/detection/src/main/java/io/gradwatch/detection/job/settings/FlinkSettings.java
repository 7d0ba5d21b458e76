package io.gradwatch.detection.job.settings;

import io.gradwatch.detection.job.checkpoint.ChecksummedCheckpoints;
import java.time.Duration;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.CoreOptions;
import org.apache.flink.configuration.ExecutionOptions;
import org.apache.flink.configuration.ExternalizedCheckpointRetention;
import org.apache.flink.configuration.PipelineOptions;
import org.apache.flink.configuration.RestartStrategyOptions;
import org.apache.flink.configuration.StateBackendOptions;

/** Flink's settings of the job, wherever it runs. */
public final class FlinkSettings {

    /** Name of the job in Flink. */
    public static final String JOB_NAME = "gradwatch-detection";

    /** Checkpoints that are kept, so that a broken one has older ones behind it. */
    public static final int RETAINED_CHECKPOINTS = 3;

    /**
     * Records cross to their key at once; Flink's default adds 50 ms. Any time above zero costs a thread for each task
     * that wakes up as often, whether or not anything flows.
     */
    private static final Duration BUFFER_TIMEOUT = Duration.ZERO;

    private static final Duration WATERMARK_INTERVAL = Duration.ofMillis(200);

    private FlinkSettings() {}

    public static Configuration of(DetectionSettings settings) {
        Configuration flink = new Configuration();
        flink.set(PipelineOptions.NAME, JOB_NAME);
        flink.set(PipelineOptions.MAX_PARALLELISM, DetectionSettings.MAX_PARALLELISM);
        flink.set(CoreOptions.DEFAULT_PARALLELISM, settings.parallelism());
        flink.set(PipelineOptions.GENERIC_TYPES, false);
        flink.set(PipelineOptions.OBJECT_REUSE, true);
        flink.set(PipelineOptions.AUTO_WATERMARK_INTERVAL, WATERMARK_INTERVAL);
        flink.set(ExecutionOptions.BUFFER_TIMEOUT, BUFFER_TIMEOUT);
        flink.set(StateBackendOptions.STATE_BACKEND, "hashmap");
        flink.set(CheckpointingOptions.CHECKPOINT_STORAGE, ChecksummedCheckpoints.Factory.class.getName());
        flink.set(CheckpointingOptions.CHECKPOINTING_INTERVAL, settings.checkpointInterval());
        flink.set(
                CheckpointingOptions.EXTERNALIZED_CHECKPOINT_RETENTION,
                ExternalizedCheckpointRetention.RETAIN_ON_CANCELLATION);
        flink.set(CheckpointingOptions.MAX_RETAINED_CHECKPOINTS, RETAINED_CHECKPOINTS);
        // While Kafka is away a checkpoint cannot flush; it fails in time, and the job goes on waiting.
        flink.set(CheckpointingOptions.TOLERABLE_FAILURE_NUMBER, Integer.MAX_VALUE);
        return flink;
    }

    /** Restarts for ever: soon after a first failure, twice a minute while it lasts. */
    public static Configuration restartingForEver() {
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "exponential-delay");
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_INITIAL_BACKOFF, Duration.ofMillis(500));
        flink.set(RestartStrategyOptions.RESTART_STRATEGY_EXPONENTIAL_DELAY_MAX_BACKOFF, Duration.ofSeconds(30));
        return flink;
    }

    /** Fails at the first failure: for tests, where a restart would hide it. */
    public static Configuration neverRestarting() {
        Configuration flink = new Configuration();
        flink.set(RestartStrategyOptions.RESTART_STRATEGY, "none");
        return flink;
    }
}
