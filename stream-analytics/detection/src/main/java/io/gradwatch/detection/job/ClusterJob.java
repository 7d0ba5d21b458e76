package io.gradwatch.detection.job;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.flink.api.common.JobID;
import org.apache.flink.api.common.JobStatus;
import org.apache.flink.client.program.rest.RestClusterClient;
import org.apache.flink.runtime.execution.ExecutionState;
import org.apache.flink.runtime.rest.messages.EmptyRequestBody;
import org.apache.flink.runtime.rest.messages.JobExceptionsHeaders;
import org.apache.flink.runtime.rest.messages.JobExceptionsInfoWithHistory.RootExceptionInfo;
import org.apache.flink.runtime.rest.messages.JobMessageParameters;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatistics.RestoredCheckpointStatistics;
import org.apache.flink.runtime.rest.messages.checkpoints.CheckpointingStatisticsHeaders;
import org.apache.flink.runtime.rest.messages.job.JobDetailsInfo;
import org.apache.flink.util.SerializedThrowable;

/** The job on a Flink session cluster, as its REST interface tells of it. */
final class ClusterJob implements RestoredJob {

    /** Within this time a JobManager answers. */
    static final Duration ANSWER = Duration.ofSeconds(30);

    private final RestClusterClient<String> cluster;
    private final JobID job;

    ClusterJob(RestClusterClient<String> cluster, JobID job) {
        this.cluster = cluster;
        this.job = job;
    }

    @Override
    public boolean isRunning() throws ExecutionException, TimeoutException, InterruptedException {
        JobDetailsInfo details = answer(cluster.getJobDetails(job));
        Collection<JobDetailsInfo.JobVertexDetailsInfo> parts = details.getJobVertexInfos();
        return details.getJobStatus() == JobStatus.RUNNING
                && parts.stream().allMatch(part -> part.getExecutionState() == ExecutionState.RUNNING);
    }

    @Override
    public Optional<Path> checkpoint() throws ExecutionException, TimeoutException, InterruptedException {
        JobMessageParameters parameters = new JobMessageParameters();
        parameters.jobPathParameter.resolve(job);
        return Optional.ofNullable(answer(cluster.sendRequest(
                                CheckpointingStatisticsHeaders.getInstance(),
                                parameters,
                                EmptyRequestBody.getInstance()))
                        .getLatestCheckpoints()
                        .getRestoredCheckpointStatistics())
                .map(RestoredCheckpointStatistics::getExternalPath)
                .filter(place -> place.startsWith("file:"))
                .map(place -> Path.of(URI.create(place).getPath()));
    }

    @Override
    public Optional<JobFailure> lastFailure() throws ExecutionException, TimeoutException, InterruptedException {
        if (hasEnded()) {
            long endedMillis = answer(cluster.getJobDetails(job)).getEndTime();
            return answer(cluster.requestJobResult(job))
                    .getSerializedThrowable()
                    .map(SerializedThrowable::getFullStringifiedStackTrace)
                    .map(text -> new JobFailure(endedMillis, text));
        }
        JobExceptionsHeaders failures = JobExceptionsHeaders.getInstance();
        var parameters = failures.getUnresolvedMessageParameters();
        parameters.jobPathParameter.resolve(job);
        List<RootExceptionInfo> newestFirst = answer(
                        cluster.sendRequest(failures, parameters, EmptyRequestBody.getInstance()))
                .getExceptionHistory()
                .getEntries();
        return newestFirst.stream()
                .findFirst()
                .map(failure -> new JobFailure(failure.getTimestamp(), failure.getStacktrace()));
    }

    @Override
    public void cancel() throws ExecutionException, TimeoutException, InterruptedException {
        if (!hasEnded()) {
            answer(cluster.cancel(job));
            answer(cluster.requestJobResult(job));
        }
    }

    @Override
    public boolean hasEnded() throws ExecutionException, TimeoutException, InterruptedException {
        return answer(cluster.getJobStatus(job)).isGloballyTerminalState();
    }

    private static <T> T answer(CompletableFuture<T> asked)
            throws ExecutionException, TimeoutException, InterruptedException {
        return asked.get(ANSWER.toSeconds(), TimeUnit.SECONDS);
    }
}
