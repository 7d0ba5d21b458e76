package io.gradwatch.detection.job;

import io.gradwatch.detection.job.checkpoint.CheckpointFolder;
import io.gradwatch.detection.job.settings.DetectionSettings;
import io.gradwatch.detection.job.settings.FlinkSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.apache.flink.configuration.CheckpointingOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.jobgraph.JobGraph;
import org.apache.flink.runtime.jobgraph.SavepointRestoreSettings;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The job as Flink takes it, with the checkpoint from which it goes on. */
final class JobPlan {

    private static final Logger LOG = LoggerFactory.getLogger(JobPlan.class);

    private final DetectionSettings settings;
    private final CheckpointFolder checkpoints;
    private final Configuration restarts;
    private final RestoreFailures failures = new RestoreFailures();
    private volatile Optional<Path> restored = Optional.empty();

    JobPlan(DetectionSettings settings, Path checkpoints, Configuration restarts) {
        this.settings = settings;
        this.checkpoints = new CheckpointFolder(checkpoints);
        this.restarts = restarts;
    }

    /** All that Flink must know, of a cluster for this job alone and of the job. */
    Configuration configuration() {
        Configuration flink = FlinkSettings.of(settings);
        flink.addAll(restarts);
        flink.set(CheckpointingOptions.CHECKPOINTS_DIRECTORY, checkpoints.uri());
        return flink;
    }

    /** The job, restored from its newest checkpoint where there is one. Older ones of earlier starts are removed. */
    JobGraph newest() {
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment(configuration());
        DetectionJob.build(env, settings);
        JobGraph graph = env.getStreamGraph().getJobGraph();
        restored = checkpoints.newest();
        restored.ifPresent(checkpoint ->
                // An operator that this release no longer has leaves state behind, which may be dropped.
                graph.setSavepointRestoreSettings(
                        SavepointRestoreSettings.forPath(checkpoint.toUri().toString(), true)));
        LOG.info(
                "Detection begins with {}",
                restored.map(Path::toString).orElse("the oldest record, for want of a checkpoint"));
        checkpoints.prune(FlinkSettings.RETAINED_CHECKPOINTS);
        return graph;
    }

    /** The checkpoint from which the last plan goes on; empty where it begins with the oldest record. */
    Optional<Path> restored() {
        return restored;
    }

    /**
     * Where the job does not run since its checkpoint cannot be restored, as after an upgrade: ends it and sets the
     * checkpoint aside. A job that restarts must have failed {@value RestoreFailures#ENOUGH} times in a row.
     *
     * @return true where that was so: the next plan, from an older checkpoint or the oldest record, is to be submitted
     */
    boolean setAsideUnrestorable(RestoredJob job) throws ExecutionException, TimeoutException, InterruptedException {
        if (job.isRunning()) {
            failures.clear();
            return false;
        }
        Optional<Path> present = job.checkpoint().or(() -> restored);
        if (present.isEmpty()) {
            return false;
        }
        Path checkpoint = present.get();
        if (!checkpoints.isPassedOver(checkpoint)) {
            Optional<JobFailure> failure = job.lastFailure();
            if (failure.isEmpty() || !isGivenUp(checkpoint, failure.get(), job.hasEnded())) {
                return false;
            }
            job.cancel();
            checkpoints.setAside(
                    checkpoint,
                    "it cannot be restored: "
                            + RestartMonitor.shortened(failure.get().text()));
        } else {
            // The job after it could not be submitted.
            job.cancel();
        }
        restored = Optional.empty();
        return true;
    }

    private boolean isGivenUp(Path checkpoint, JobFailure failure, boolean ended) {
        BooleanSupplier damaged = () -> checkpoints.isDamaged(checkpoint);
        return failures.failed(checkpoint, failure, damaged)
                || ended && RestartMonitor.isOfCheckpoint(failure.text(), damaged);
    }

    /** Damage found, and from where detection goes on in its place; empty where nothing was. */
    Optional<String> damage() {
        List<String> damage = checkpoints.damage();
        return damage.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join("; ", damage) + "; detection went on from "
                        + restored.map(Path::toString).orElse("the oldest record of the topic"));
    }

    @Override
    public String toString() {
        return settings.bootstrapServers() + ", " + checkpoints.uri();
    }
}
