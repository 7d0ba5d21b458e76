package io.gradwatch.detection.job;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.executiongraph.AccessExecutionGraph;
import org.apache.flink.runtime.executiongraph.AccessExecutionVertex;
import org.apache.flink.runtime.executiongraph.ErrorInfo;
import org.apache.flink.runtime.minicluster.MiniCluster;

/**
 * The job on a cluster in this JVM.
 *
 * @param cluster on which it is
 * @param job as the cluster calls it
 * @param checkpoint with which it began
 */
record EmbeddedJob(MiniCluster cluster, JobID job, Optional<Path> checkpoint) implements RestoredJob {

    private static final Duration ANSWER = Duration.ofSeconds(10);

    /** All that Flink knows of the job. */
    AccessExecutionGraph graph() throws ExecutionException, TimeoutException, InterruptedException {
        return cluster.getExecutionGraph(job).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    }

    @Override
    public boolean isRunning() throws ExecutionException, TimeoutException, InterruptedException {
        AccessExecutionGraph graph = graph();
        boolean all = true;
        for (AccessExecutionVertex vertex : graph.getAllExecutionVertices()) {
            all &= vertex.getExecutionState() == ExecutionState.RUNNING;
        }
        return all && graph.getState() == JobStatus.RUNNING;
    }

    @Override
    public boolean hasEnded() throws ExecutionException, TimeoutException, InterruptedException {
        return cluster.getJobStatus(job)
                .get(ANSWER.toSeconds(), TimeUnit.SECONDS)
                .isTerminalState();
    }

    @Override
    public Optional<JobFailure> lastFailure() throws ExecutionException, TimeoutException, InterruptedException {
        ErrorInfo failure = graph().getFailureInfo();
        return Optional.ofNullable(failure)
                .map(known -> new JobFailure(known.getTimestamp(), known.getExceptionAsString()));
    }

    @Override
    public void cancel() throws ExecutionException, TimeoutException, InterruptedException {
        if (!hasEnded()) {
            cluster.cancelJob(job).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
            cluster.requestJobResult(job).get(ANSWER.toSeconds(), TimeUnit.SECONDS);
        }
    }
}
